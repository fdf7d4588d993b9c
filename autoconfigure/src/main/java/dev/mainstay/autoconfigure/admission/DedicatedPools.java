package dev.mainstay.autoconfigure.admission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.DataSourceUnwrapper;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.Segment;
import dev.mainstay.admission.SegmentLoad;
import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * The connection pools of segments that have one of their own. Each is a bean that
 * connects to where the application's data source does.
 */
final class DedicatedPools {

	private static final Logger logger = LoggerFactory.getLogger(DedicatedPools.class);

	static final String BEAN_NAME = "mainstayDedicatedPools";

	static final String FACTORY_METHOD = "create";

	private final ConfigurableListableBeanFactory beanFactory;

	private final ManagedPools pools;

	private final Gates gates;

	private final SegmentPlan plan;

	private volatile @Nullable Map<String, DataSource> dataSources;

	private volatile @Nullable String sharedName;

	DedicatedPools(ConfigurableListableBeanFactory beanFactory, ManagedPools pools, Gates gates, SegmentPlan plan) {
		this.beanFactory = beanFactory;
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
	 * Make the pool of a segment. What else its size and its sessions are is said by the
	 * properties of its bean.
	 * @param segment the name of the segment
	 * @return a pool that was not started
	 */
	HikariDataSource create(String segment) {
		ManagedPool shared = shared(segment);
		HikariDataSource source = shared.dataSource();
		if (source.getJdbcUrl() == null) {
			throw impossible(segment, "needs the JDBC URL of '%s', which does not tell it".formatted(shared.name()));
		}
		// Otherwise the first by name would be meant where none is named.
		this.pools.setPrimaryName(shared.name());
		SegmentProperties.Segment properties = this.plan.segment(segment);
		HikariDataSource own = new HikariDataSource();
		own.setPoolName(segment);
		own.setMaximumPoolSize(properties.maximum());
		own.setMinimumIdle(properties.base());
		own.setJdbcUrl(source.getJdbcUrl());
		// Whoever changes them there need not know of this pool.
		own.setUsername(source.getUsername());
		own.setCredentialsProvider(() -> credentials(source));
		if (source.getDriverClassName() != null) {
			own.setDriverClassName(source.getDriverClassName());
		}
		own.setSchema(source.getSchema());
		own.setCatalog(source.getCatalog());
		own.setTransactionIsolation(source.getTransactionIsolation());
		own.setAutoCommit(source.isAutoCommit());
		own.setReadOnly(source.isReadOnly());
		own.setConnectionInitSql(source.getConnectionInitSql());
		own.setConnectionTestQuery(source.getConnectionTestQuery());
		// What was added for the sessions of the other pool is not wanted here.
		Set<String> added = shared.sessionPlan().driverProperties().keySet();
		source.getDataSourceProperties().forEach((key, value) -> {
			if (!added.contains(key)) {
				own.addDataSourceProperty(String.valueOf(key), value);
			}
		});
		// Whoever uses both is closed before.
		this.beanFactory.registerDependentBean(beanName(segment), shared.name());
		return own;
	}

	private static Credentials credentials(HikariDataSource source) {
		HikariCredentialsProvider provider = source.getCredentialsProvider();
		return (provider != null) ? provider.getCredentials() : source.getCredentials();
	}

	private ManagedPool shared(String segment) {
		DataSource bean;
		try {
			bean = this.beanFactory.resolveNamedBean(DataSource.class).getBeanInstance();
		}
		catch (BeansException ex) {
			InvalidPropertyException error = impossible(segment,
					"needs one data source that is meant when none is named");
			error.initCause(ex);
			throw error;
		}
		ManagedPool pool = pool(bean);
		if (pool == null) {
			throw impossible(segment, "needs a data source of HikariCP in our care that is meant when none is named");
		}
		return pool;
	}

	// The bean may be a wrapper around that of the pool.
	private @Nullable ManagedPool pool(DataSource bean) {
		HikariDataSource hikari = DataSourceUnwrapper.unwrap(bean, HikariDataSource.class);
		for (ManagedPool pool : this.pools.all()) {
			if (pool.dataSource() == hikari || (this.beanFactory.containsSingleton(pool.name())
					&& this.beanFactory.getSingleton(pool.name()) == hikari)) {
				return pool;
			}
		}
		return null;
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
		Map<String, DataSource> own = dataSources();
		if (!dataSource.equals(this.sharedName)) {
			return null;
		}
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
			this.sharedName = sharedName();
			this.dataSources = known;
		}
		return known;
	}

	// Where all pools are beans of the user there may be none that is meant.
	private @Nullable String sharedName() {
		try {
			ManagedPool shared = pool(this.beanFactory.resolveNamedBean(DataSource.class).getBeanInstance());
			return (shared != null) ? shared.name() : null;
		}
		catch (BeansException ex) {
			logger
				.warn("Nobody is sent to the pools of dedicated segments {}, as there is no data source that is meant "
						+ "when none is named: make one @Primary", this.plan.dedicated(), ex);
			return null;
		}
	}

}
