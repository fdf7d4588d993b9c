package dev.mainstay.autoconfigure.admission;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a data source for each segment that has a pool of its own. It is nobody's
 * default: who wants it asks for it by name.
 */
final class DedicatedPoolRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	DedicatedPoolRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		if (this.environment instanceof ConfigurableEnvironment configurable) {
			DedicatedPoolProperties.addTo(configurable);
		}
		DedicatedPoolProperties.segments(this.environment).keySet().forEach((name) -> register(name, registry));
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
