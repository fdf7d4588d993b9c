package dev.mainstay.autoconfigure.cache.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration;
import dev.mainstay.cache.QueryCache;
import dev.mainstay.cache.cluster.ClusterSettings;
import dev.mainstay.cache.version.RemoteChanges;
import dev.mainstay.cache.version.TagVersions;

/**
 * An instance of an application that reads and changes a number in table {@code account},
 * configured by properties, with a fast beat and a channel that can be spoiled.
 */
final class CacheInstance implements AutoCloseable {

	static final Duration BEAT = Duration.ofMillis(200);

	static final Duration BOUND = BEAT.multipliedBy(3);

	static final Duration FORGET_AFTER = Duration.ofSeconds(2);

	static final Duration LIMIT = Duration.ofSeconds(10);

	private final JdbcApplication application;

	private final AtomicInteger loads = new AtomicInteger();

	private CacheInstance(JdbcApplication application) {
		this.application = application;
	}

	static CacheInstance start(String... properties) {
		return start(Beans.class, properties);
	}

	static CacheInstance start(Class<?> beans, String... properties) {
		return new CacheInstance(JdbcApplication.start(beans, properties));
	}

	/**
	 * Wait until all instances know each other and serve from their caches.
	 * @param instances all that there are
	 */
	static void awaitServing(CacheInstance... instances) {
		for (CacheInstance instance : instances) {
			instance.awaitServing(instances.length);
		}
	}

	void awaitServing(int instances) {
		Awaitility.await()
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> faults().instances() >= instances && isServing());
	}

	boolean isServing() {
		return !bean(TagVersions.class).isDistrusted();
	}

	/**
	 * Read the number until it comes from the cache.
	 * @return the number
	 */
	int awaitCached() {
		AtomicInteger number = new AtomicInteger();
		Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
			number.set(read());
			int before = loads();
			number.set(read());
			return loads() == before;
		});
		return number.get();
	}

	/**
	 * Read the number, from the cache if it has one.
	 * @return the number
	 */
	int read() {
		return Objects.requireNonNull(bean(QueryCache.class).key("account").get(this::load));
	}

	private int load() {
		this.loads.incrementAndGet();
		return number();
	}

	/**
	 * Return how often the database was read.
	 * @return the number of loads
	 */
	int loads() {
		return this.loads.get();
	}

	// What the database says.
	int number() {
		return this.application.number("SELECT version FROM account");
	}

	void increment() {
		jdbc().update("UPDATE account SET version = version + 1");
	}

	void incrementInTransaction() {
		this.application.inTransaction(false, () -> {
			increment();
			return 0;
		});
	}

	JdbcTemplate jdbc() {
		return this.application.jdbc();
	}

	ChannelFaults faults() {
		return bean(ChannelFaults.class);
	}

	RemoteChanges link() {
		return bean(RemoteChanges.class);
	}

	<T> T bean(Class<T> type) {
		return this.application.context().getBean(type);
	}

	@Override
	public void close() {
		this.application.close();
	}

	static String[] with(String[] properties, String... more) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DatabaseCacheAutoConfiguration.class, DatabaseCacheClusterAutoConfiguration.class })
	static class Beans {

		@Bean
		static ChannelFaults channelFaults() {
			return new ChannelFaults();
		}

		@Bean
		ClusterSettings fast() {
			return new ClusterSettings() {

				@Override
				public Duration beatInterval() {
					return BEAT;
				}

				@Override
				public Duration publishTimeout() {
					return BEAT.multipliedBy(2);
				}

				@Override
				public Duration forgetAfter() {
					return FORGET_AFTER;
				}

			};
		}

	}

}
