package dev.mainstay.cache.check.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration;
import dev.mainstay.autoconfigure.cache.cluster.DatabaseCacheClusterAutoConfiguration;
import dev.mainstay.autoconfigure.cache.cluster.DecoratedTransports;
import dev.mainstay.cache.cluster.ClusterSettings;
import dev.mainstay.cache.cluster.FaultyTransport;
import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.PersistenceState;
import dev.mainstay.cache.read.SharedAnswers;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.value.ValueCopies;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.datasource.TransactionHook;

/**
 * An application as in production, but for beats that are faster, a minute that can be
 * skipped, and perhaps a mistake.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DatabaseCacheAutoConfiguration.class, DatabaseCacheClusterAutoConfiguration.class })
class InstanceBeans {

	static final Duration BEAT = Duration.ofMillis(100);

	@Bean
	SkippingClock skippingClock() {
		return new SkippingClock();
	}

	@Bean
	ChangeTracker checkedTracker(TagVersions versions, StatementTables tables, SkippingClock clock,
			@Value("${check.race}") PlantedRace race) {
		TagVersions raised = (race == PlantedRace.RAISES_BEFORE_THE_COMMIT) ? new TagVersions(System::nanoTime)
				: versions;
		raised.use();
		return new ChangeTracker(raised, race.tables(tables), clock);
	}

	@Bean
	CachedReads checkedReads(QueryStore store, TagVersions versions, ChangeTracker tracker, StatementTables tables,
			ObjectProvider<SharedAnswers> shared, @Value("${check.race}") PlantedRace race) {
		// As where a method whose answers are kept was found at the start.
		versions.use();
		return new CachedReads(store, new ValueCopies(), versions, tracker, race.tables(tables), PersistenceState.NONE,
				System::nanoTime, shared.getIfUnique(() -> SharedAnswers.NONE));
	}

	@Bean
	@ConditionalOnProperty(name = "check.race", havingValue = "RAISES_BEFORE_THE_COMMIT")
	EarlyRaise earlyRaise(TagVersions versions) {
		return new EarlyRaise(versions);
	}

	@Bean
	ClusterSettings clusterSettings() {
		return new ClusterSettings() {

			@Override
			public Duration beatInterval() {
				return BEAT;
			}

			@Override
			public Duration forgetAfter() {
				return Duration.ofSeconds(20);
			}

		};
	}

	@Bean
	FaultyTransport.Switch faultyTransports(@Value("${check.race}") PlantedRace race) {
		return new FaultyTransport.Switch(race == PlantedRace.IGNORES_MESSAGES);
	}

	@Bean
	static DecoratedTransports decoratedTransports(ObjectProvider<FaultyTransport.Switch> faulty) {
		return new DecoratedTransports((transport) -> new FaultyTransport(transport, faulty.getObject()));
	}

	/**
	 * Where Redis carries the messages.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "db.cache.invalidation", havingValue = "redis")
	static class RedisBeans {

		@Bean
		LettuceConnectionFactory redisConnections(@Value("${check.redis-port}") int port) {
			return new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port),
					LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(1)).build());
		}

	}

	/**
	 * A clock that can be put forward, so that nobody waits for what is held for a
	 * minute.
	 */
	static final class SkippingClock implements LongSupplier {

		private final AtomicLong skipped = new AtomicLong();

		@Override
		public long getAsLong() {
			return System.nanoTime() + this.skipped.get();
		}

		void skip(Duration time) {
			this.skipped.addAndGet(time.toNanos());
		}

	}

	/**
	 * Raises everything before a commit, and nothing after it.
	 */
	private static final class EarlyRaise implements TransactionHook, StatementListener {

		private final TagVersions versions;

		EarlyRaise(TagVersions versions) {
			this.versions = versions;
		}

		@Override
		public void committing(AdvisedConnection connection) {
			this.versions.raiseAll();
		}

		@Override
		public void started(StatementExecution execution) {
			if (!String.valueOf(execution.sql()).startsWith("SELECT")) {
				this.versions.raiseAll();
			}
		}

	}

}
