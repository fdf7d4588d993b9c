package dev.mainstay.cache.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration;
import dev.mainstay.cache.check.ModelSchedules.Failure;
import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;

/**
 * Short random runs of an application as in production against a PostgreSQL server. A
 * seed decides what each thread does, and the threads race.
 */
final class PostgresSchedules implements AutoCloseable {

	private static final int CLIENTS = 4;

	private static final int STEPS = 5;

	private final JdbcApplication application;

	private final DataSource dataSource;

	private final CachedReads reads;

	private final Shape shape;

	private final AtomicLong marks = new AtomicLong();

	private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

	private long answers;

	PostgresSchedules(String url, String username, String password) {
		this(Beans.class, url, username, password);
	}

	PostgresSchedules(Class<?> beans, String url, String username, String password) {
		this.application = JdbcApplication.start(beans, "spring.datasource.url=" + url,
				"spring.datasource.username=" + username, "spring.datasource.password=" + password,
				"spring.datasource.hikari.maximum-pool-size=" + 4 * CLIENTS, "logging.level.root=ERROR",
				// Whoever waits for each other is found at once.
				"spring.datasource.hikari.connection-init-sql=SET deadlock_timeout = '5ms'");
		this.dataSource = this.application.context().getBean(DataSource.class);
		this.reads = this.application.context().getBean(CachedReads.class);
		this.shape = this.application.context().getBean(QueryStore.class).shape("register");
		prepare();
	}

	private void prepare() {
		this.application.jdbc().execute("DROP VIEW IF EXISTS reg_all");
		for (int table = 0; table < Question.TABLES; table++) {
			String name = Question.name(table);
			this.application.jdbc().execute("DROP TABLE IF EXISTS " + name);
			this.application.jdbc()
				.execute("CREATE TABLE " + name + " (id int PRIMARY KEY, version bigint NOT NULL, mark bigint NOT NULL,"
						+ " balance bigint NOT NULL) WITH (fillfactor = 10)");
			this.application.jdbc()
				.execute("INSERT INTO " + name + " SELECT id, 0, 0, 0 FROM generate_series(0, " + (Question.ROWS - 1)
						+ ") AS id");
		}
		this.application.jdbc()
			.execute("CREATE VIEW reg_all AS SELECT 0 AS source, id, version, mark, balance FROM reg_a"
					+ " UNION ALL SELECT 1, id, version, mark, balance FROM reg_b");
	}

	/**
	 * Run one.
	 * @param seed decides what each thread does
	 * @return what went wrong, or {@code null}
	 * @throws SQLException if the register cannot be read
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable Throwable run(long seed) throws SQLException, InterruptedException {
		Random random = new Random(seed * 0x9E3779B97F4A7C15L);
		History history = new History(this.marks, versions());
		Question favourite = Question.any(random);
		List<Client> clients = new ArrayList<>();
		CountDownLatch done = new CountDownLatch(CLIENTS);
		for (int i = 0; i < CLIENTS; i++) {
			clients.add(new Client(this.dataSource::getConnection, this.reads, this.shape, history, Flaw.NONE,
					new Client.Faults() {
					}, new Random(random.nextLong()), STEPS, favourite));
		}
		for (Client client : clients) {
			this.threads.execute(() -> {
				client.run();
				done.countDown();
			});
		}
		done.await();
		this.answers += history.reads();
		for (Client client : clients) {
			if (client.failure() != null) {
				return client.failure();
			}
		}
		return null;
	}

	private long[] versions() throws SQLException {
		long[] versions = new long[History.PLACES];
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT source, id, version FROM reg_all")) {
			while (result.next()) {
				versions[Question.place(result.getLong(1), result.getLong(2))] = result.getLong(3);
			}
		}
		return versions;
	}

	/**
	 * Run many, until one goes wrong.
	 * @param first the first seed
	 * @param count how many
	 * @return the seed that went wrong and how, or {@code null}
	 * @throws SQLException if the register cannot be read
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable Failure run(long first, int count) throws SQLException, InterruptedException {
		for (long seed = first; seed < first + count; seed++) {
			Throwable failure = run(seed);
			if (failure != null) {
				return new Failure(seed, failure);
			}
		}
		return null;
	}

	long reads() {
		return this.answers;
	}

	long hits() {
		return this.shape.statistics().hits();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.application.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabaseCacheAutoConfiguration.class)
	static class Beans {

	}

	/**
	 * Forgets that one of the tables is written.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabaseCacheAutoConfiguration.class)
	static class ForgetfulBeans {

		@Bean
		StatementTables forgetfulTables() {
			return new RegisterTables(() -> {
			}, "reg_b");
		}

	}

}
