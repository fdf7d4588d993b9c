package dev.mainstay.autoconfigure.admission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.NamedBeanHolder;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.core.env.Environment;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.Segment;
import dev.mainstay.admission.SegmentLoad;
import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.pool.ManagedPools;

/**
 * The connection pools of segments that have one of their own. Each is a bean that
 * connects to where the application's data source does.
 */
final class DedicatedPools {

	static final String BEAN_NAME = "mainstayDedicatedPools";

	static final String FACTORY_METHOD = "create";

	private final AutowireCapableBeanFactory beanFactory;

	private final Environment environment;

	private final ManagedPools pools;

	private final Gates gates;

	private final SegmentPlan plan;

	private volatile @Nullable Map<String, DataSource> dataSources;

	private volatile @Nullable String sharedName;

	DedicatedPools(AutowireCapableBeanFactory beanFactory, Environment environment, ManagedPools pools, Gates gates,
			SegmentPlan plan) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.pools = pools;
		this.gates = gates;
		this.plan = plan;
	}

	/**
	 * Return the bean name of the data source of a segment.
	 * @param segment the name of the segment, such as {@code menu-export}
	 * @return the name, such as {@code menuExportDataSource}
	 */
	static String beanName(String segment) {
		StringBuilder name = new StringBuilder();
		boolean upper = false;
		for (char character : segment.toCharArray()) {
			if (Character.isLetterOrDigit(character)) {
				name.append(upper ? Character.toUpperCase(character) : character);
				upper = false;
			}
			else {
				upper = !name.isEmpty();
			}
		}
		return name.append("DataSource").toString();
	}

	/**
	 * Make the pool of a segment. What its size and its sessions are is said by the
	 * properties of its bean.
	 * @param segment the name of the segment
	 * @return a pool that was not started
	 */
	HikariDataSource create(String segment) {
		NamedBeanHolder<DataSource> shared = shared(segment);
		HikariDataSource source = DataSourceUnwrapper.unwrap(shared.getBeanInstance(), HikariDataSource.class);
		if (source == null || source.getJdbcUrl() == null) {
			throw impossible(segment,
					"needs the JDBC URL of '%s', which does not tell it".formatted(shared.getBeanName()));
		}
		// Otherwise the first by name would be meant where none is named.
		this.pools.setPrimaryName(shared.getBeanName());
		HikariDataSource own = new HikariDataSource();
		own.setPoolName(segment);
		own.setJdbcUrl(source.getJdbcUrl());
		own.setUsername(source.getUsername());
		own.setPassword(source.getPassword());
		own.setCredentialsProvider(source.getCredentialsProvider());
		own.setSchema(source.getSchema());
		own.setCatalog(source.getCatalog());
		own.setTransactionIsolation(source.getTransactionIsolation());
		own.setAutoCommit(source.isAutoCommit());
		own.setReadOnly(source.isReadOnly());
		own.setConnectionInitSql(source.getConnectionInitSql());
		driverProperties().forEach(own::addDataSourceProperty);
		return own;
	}

	// What was added for the other pool's own sessions is not wanted here.
	private Map<String, String> driverProperties() {
		return Binder.get(this.environment)
			.bind("spring.datasource.hikari.data-source-properties", Bindable.mapOf(String.class, String.class))
			.orElseGet(HashMap::new);
	}

	private NamedBeanHolder<DataSource> shared(String segment) {
		try {
			return this.beanFactory.resolveNamedBean(DataSource.class);
		}
		catch (BeansException ex) {
			InvalidPropertyException error = impossible(segment,
					"needs one data source that is meant when none is named");
			error.initCause(ex);
			throw error;
		}
	}

	private static InvalidPropertyException impossible(String segment, String reason) {
		return new InvalidPropertyException("%s.%s.dedicated".formatted(SegmentProperties.PREFIX, segment), true,
				reason, "Define a HikariDataSource as a bean named '%s', make one data source @Primary, or type false."
					.formatted(beanName(segment)));
	}

	/**
	 * Choose between the pools of segments that have one and the shared one.
	 * @param dataSource the bean name of the data source that is asked
	 * @param preferred the names of the segments that are preferred, the best first
	 * @return the pool to ask instead, or {@code null} to go on here
	 */
	@Nullable DataSource choose(String dataSource, List<String> preferred) {
		if (preferred.isEmpty() || !dataSource.equals(sharedName())) {
			return null;
		}
		Map<String, DataSource> own = dataSources();
		Gate shared = this.gates.find(dataSource);
		String name = (preferred.size() != 1) ? SegmentLoad.choose(preferred, this.plan.freeShare(),
				(segment) -> own.containsKey(segment) ? load(segment) : (shared != null) ? shared.load(segment) : null)
				: preferred.get(0);
		return (name != null) ? own.get(name) : null;
	}

	private @Nullable SegmentLoad load(String segment) {
		Gate gate = this.gates.find(beanName(segment));
		return (gate != null) ? gate.load(Segment.DEFAULT) : null;
	}

	private Map<String, DataSource> dataSources() {
		Map<String, DataSource> known = this.dataSources;
		if (known == null) {
			Map<String, DataSource> found = new HashMap<>();
			for (String segment : this.plan.dedicated()) {
				found.put(segment, this.beanFactory.getBean(beanName(segment), DataSource.class));
			}
			known = Map.copyOf(found);
			this.dataSources = known;
		}
		return known;
	}

	private String sharedName() {
		String known = this.sharedName;
		if (known == null) {
			known = this.beanFactory.resolveNamedBean(DataSource.class).getBeanName();
			this.sharedName = known;
		}
		return known;
	}

}
