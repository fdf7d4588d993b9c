package dev.mainstay.autoconfigure.cache.cluster;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.RedisServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what applications guarantee whose channel loses messages, or is not there.
 */
class SpoiledChannelIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static final Duration OBSERVATION = Duration.ofSeconds(5);

	private String[] properties;

	@BeforeEach
	void createTable() throws SQLException {
		execute("DROP TABLE IF EXISTS account");
		execute("CREATE TABLE account AS SELECT 0 AS version");
		this.properties = CacheInstance.with(database.springProperties(), "db.cache.invalidation=postgres");
	}

	@Test
	void c9AnswersAreNeverOlderThanTheBoundWhateverBecomesOfMessages() throws Exception {
		try (CacheInstance writer = CacheInstance.start(this.properties);
				CacheInstance reader = CacheInstance.start(this.properties)) {
			CacheInstance.awaitServing(writer, reader);
			writer.awaitCached();
			reader.awaitCached();
			Spoiler spoiler = new Spoiler();
			reader.faults().onArrival(spoiler);
			// When the commit of each version had returned.
			ConcurrentSkipListMap<Long, Integer> returned = new ConcurrentSkipListMap<>();
			AtomicInteger written = new AtomicInteger();
			// Slow enough for an old answer to be seen before the next change outdates
			// it.
			ScheduledExecutorService writing = Executors.newSingleThreadScheduledExecutor();
			writing.scheduleWithFixedDelay(() -> {
				writer.increment();
				returned.put(System.nanoTime(), written.incrementAndGet());
			}, 0, 2 * CacheInstance.BOUND.toMillis(), TimeUnit.MILLISECONDS);

			int reads = 0;
			int loads = reader.loads();
			long end = System.nanoTime() + OBSERVATION.toNanos();
			while (System.nanoTime() - end < 0) {
				long begun = System.nanoTime();
				int version = reader.read();
				reads++;
				Map.Entry<Long, Integer> known = returned.floorEntry(begun - CacheInstance.BOUND.toNanos());
				assertThat(version).isGreaterThanOrEqualTo((known != null) ? known.getValue() : 0);
			}
			writing.shutdown();
			assertThat(writing.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

			assertThat(spoiler.lost).isPositive();
			assertThat(spoiler.doubled).isPositive();
			assertThat(spoiler.late).isPositive();
			// Else nothing was seen of the cache.
			assertThat(reader.loads() - loads).isLessThan(reads);
			reader.faults().stop();
			CacheInstance.awaitServing(writer, reader);
			assertThat(reader.awaitCached()).isEqualTo(written.get()).isEqualTo(writer.number());
		}
	}

	@Test
	void c13WithoutRedisReadsAndWritesGoToTheDatabase() throws SQLException {
		try (RedisServer redis = RedisServer.startNew()) {
			String[] told = CacheInstance.with(database.springProperties(), "db.cache.invalidation=redis",
					"redis.port=" + redis.port());
			try (CacheInstance one = CacheInstance.start(RedisBeans.class, told);
					CacheInstance two = CacheInstance.start(RedisBeans.class, told)) {
				CacheInstance.awaitServing(one, two);
				one.awaitCached();
				assertThat(two.awaitCached()).isZero();

				redis.kill();
				long begun = System.nanoTime();
				one.incrementInTransaction();
				one.increment();
				assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
				Awaitility.await().until(() -> !two.isServing());
				int loads = two.loads();
				assertThat(two.read()).isEqualTo(two.read()).isEqualTo(one.read()).isEqualTo(2);
				assertThat(two.loads()).isEqualTo(loads + 2);
				// Nobody tells of this one.
				execute("UPDATE account SET version = 7");

				redis.start();
				CacheInstance.awaitServing(one, two);
				assertThat(one.read()).isEqualTo(7);
				assertThat(two.awaitCached()).isEqualTo(7);
			}
		}
	}

	@Test
	void c13AnInstanceThatWasCutOffServesNothingOldWhenItIsBack() throws SQLException {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared())) {
			String[] proxied = this.properties.clone();
			proxied[0] = "spring.datasource.url=" + proxy.through(database.url());
			try (CacheInstance there = CacheInstance.start(this.properties);
					CacheInstance away = CacheInstance.start(proxied)) {
				CacheInstance.awaitServing(there, away);
				there.awaitCached();
				assertThat(away.awaitCached()).isZero();

				proxy.refuse();
				proxy.cut();
				Awaitility.await().until(() -> !away.isServing());
				there.increment();
				assertThat(there.read()).isEqualTo(1);
				execute("UPDATE account SET version = 7");

				proxy.passThrough();
				CacheInstance.awaitServing(there, away);
				// Until the pool has let go of the connections that were cut.
				Awaitility.await()
					.ignoreExceptionsInstanceOf(DataAccessException.class)
					.until(() -> away.number() == 7);
				assertThat(away.read()).isEqualTo(7);
				assertThat(away.awaitCached()).isEqualTo(7);
			}
		}
	}

	private static void execute(String sql) throws SQLException {
		try (var connection = database.connect(); var statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Loses, doubles and delays messages.
	 */
	private static final class Spoiler implements UnaryOperator<List<String>> {

		private static final int OF = 10;

		private final Random random = new Random(20);

		private final List<String> waiting = new ArrayList<>();

		private int changes;

		private volatile int lost;

		private volatile int doubled;

		private volatile int late;

		// Called by the thread that listens.
		@Override
		public List<String> apply(List<String> message) {
			boolean change = ChannelFaults.kind(message.get(0)).equals("C");
			// Every second change is lost, and some of everything else.
			switch (change ? this.changes++ % 2 * (OF - 1) : this.random.nextInt(OF)) {
				case 0 -> {
					this.lost++;
					return List.of();
				}
				case 1 -> {
					this.doubled++;
					return List.of(message.get(0), message.get(0));
				}
				case 2 -> {
					this.late++;
					this.waiting.addAll(message);
					return List.of();
				}
				default -> {
					List<String> all = new ArrayList<>(message);
					all.addAll(this.waiting);
					this.waiting.clear();
					return all;
				}
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RedisBeans extends CacheInstance.Beans {

		@Bean
		LettuceConnectionFactory redis(@Value("${redis.port}") int port) {
			return new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port),
					LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(1)).build());
		}

	}

}
