package dev.mainstay.autoconfigure.pool;

import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import dev.mainstay.datasource.DataSourceAdvisor;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.PoolCare;

/**
 * Takes every HikariCP data source into care: tuned after its own properties were bound
 * and before anybody can use it, advised once it is initialized.
 * <p>
 * Ordered before Boot's post-processor for lazy connections, so that a connection is
 * asked for through the chain when it is really fetched. A data source that somebody else
 * has wrapped by then keeps that wrapper outside.
 */
final class DataSourcePostProcessor implements SmartInstantiationAwareBeanPostProcessor, Ordered {

	static final int ORDER = -100;

	private static final Logger logger = LoggerFactory.getLogger(DataSourcePostProcessor.class);

	private final ObjectProvider<PoolCare> care;

	private final ObjectProvider<ManagedPools> pools;

	private final ObjectProvider<DataSourceAdvisor> advisor;

	private final ObjectProvider<DataSourceConfigurations> configurations;

	private final ApplicationContext context;

	private final Set<String> taken = ConcurrentHashMap.newKeySet();

	DataSourcePostProcessor(ApplicationContext context, ObjectProvider<PoolCare> care,
			ObjectProvider<ManagedPools> pools, ObjectProvider<DataSourceAdvisor> advisor,
			ObjectProvider<DataSourceConfigurations> configurations) {
		this.context = context;
		this.care = care;
		this.pools = pools;
		this.advisor = advisor;
		this.configurations = configurations;
	}

	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		return HikariDataSource.class.isAssignableFrom(beanClass) ? DataSourceAdvisor.adviceClass(beanClass)
				: beanClass;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource dataSource) {
			String name = withoutScope(beanName);
			DataSourceConfigurations configuration = this.configurations.getObject();
			if (configuration.isEnabled(name)) {
				this.pools.getObject()
					.add(this.care.getObject()
						.take(name, dataSource, configuration.pool(name), configuration.session(name),
								new HikariChoices(this.context, bean, beanName)));
				if (isPrimary(name)) {
					this.pools.getObject().setPrimaryName(name);
				}
				this.taken.add(beanName);
			}
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DataSource dataSource && this.taken.remove(beanName)) {
			return advise(withoutScope(beanName), dataSource);
		}
		return bean;
	}

	private DataSource advise(String name, DataSource dataSource) {
		if (dataSource instanceof DelegatingDataSource wrapper && wrapper.getTargetDataSource() != null) {
			wrapper.setTargetDataSource(advise(name, wrapper.getTargetDataSource()));
			return wrapper;
		}
		if (dataSource instanceof HikariDataSource && Modifier.isFinal(dataSource.getClass().getModifiers())) {
			logger.warn("Data source '{}' is tuned and guarded, but its errors are not explained: {} is final, and a "
					+ "data source keeps its type", name, dataSource.getClass().getName());
			return dataSource;
		}
		return this.advisor.getObject().advise(name, dataSource);
	}

	private boolean isPrimary(String name) {
		return this.context instanceof ConfigurableApplicationContext configurable
				&& configurable.getBeanFactory().containsBeanDefinition(name)
				&& configurable.getBeanFactory().getMergedBeanDefinition(name).isPrimary();
	}

	private static String withoutScope(String beanName) {
		return beanName.startsWith("scopedTarget.") ? beanName.substring("scopedTarget.".length()) : beanName;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
