package dev.mainstay.autoconfigure.admission;

import java.util.HashMap;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.StringUtils;

import dev.mainstay.autoconfigure.pool.DataSourceConfigurations;

/**
 * Registers a data source for each segment that has a pool of its own. It is nobody's
 * default: who wants it asks for it by name.
 */
final class DedicatedPoolRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String SOURCE = "mainstayDedicatedPools";

	private final Environment environment;

	DedicatedPoolRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		Map<String, Object> properties = new HashMap<>();
		Binder.get(this.environment)
			.bind(SegmentProperties.PREFIX, Bindable.mapOf(String.class, SegmentProperties.Segment.class))
			.orElseGet(HashMap::new)
			.forEach((name, segment) -> {
				if (segment.dedicated() && segment.max() != null) {
					describe(name, segment, properties);
					register(name, registry);
				}
			});
		// Below everything that the user says of the data source.
		if (!properties.isEmpty() && this.environment instanceof ConfigurableEnvironment configurable) {
			configurable.getPropertySources().remove(SOURCE);
			configurable.getPropertySources().addLast(new MapPropertySource(SOURCE, properties));
		}
	}

	private void describe(String name, SegmentProperties.Segment segment, Map<String, Object> properties) {
		String prefix = DataSourceConfigurations.prefix(DedicatedPools.beanName(name));
		int size = Math.max(1, segment.guaranteed());
		properties.put(prefix + ".pool.size", size);
		properties.put(prefix + ".pool.max-overflow", Math.max(0, segment.maximum() - size));
		properties.put(prefix + ".session.application-name", applicationName(name));
		if (segment.statementTimeout() != null) {
			properties.put(prefix + ".session.statement-timeout", segment.statementTimeout().toMillis() + "ms");
		}
	}

	private String applicationName(String segment) {
		String shared = this.environment.getProperty("db.session.application-name");
		String application = StringUtils.hasText(shared) ? shared
				: this.environment.getProperty("spring.application.name");
		return StringUtils.hasText(application) ? application + ":" + segment : segment;
	}

	private static void register(String segment, BeanDefinitionRegistry registry) {
		String name = DedicatedPools.beanName(segment);
		if (registry.containsBeanDefinition(name)) {
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition(HikariDataSource.class);
		definition.setFactoryBeanName(DedicatedPools.BEAN_NAME);
		definition.setFactoryMethodName(DedicatedPools.FACTORY_METHOD);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, segment);
		definition.setDefaultCandidate(false);
		definition.setDestroyMethodName("close");
		registry.registerBeanDefinition(name, definition);
	}

}
