package dev.mainstay.autoconfigure.transaction.outcome;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.datasource.UnknownOutcomeException;
import dev.mainstay.testsupport.RelationalServer;
import dev.mainstay.transaction.outcome.CommitOutcomes;

/**
 * A running application that commits rows of a ledger and can be disturbed right before
 * the request to commit is sent.
 */
final class OutcomeApplication implements AutoCloseable {

	static final String PREFIX = "db.transaction.outcome-marker.";

	static final String LEDGER = "CREATE TABLE ledger (entry INT NOT NULL)";

	private final ConfigurableApplicationContext context;

	private OutcomeApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static OutcomeApplication start(String url, RelationalServer server, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + url,
				"spring.datasource.username=" + server.username(), "spring.datasource.password=" + server.password(),
				"db.pool.size=2", "db.pool.max-overflow=30"));
		all.addAll(List.of(properties));
		return start(all.toArray(String[]::new));
	}

	// Of several values of a property the last counts.
	static OutcomeApplication start(String... properties) {
		Map<String, String> arguments = new LinkedHashMap<>(Map.of(PREFIX + "mode", "table"));
		for (String property : properties) {
			int sign = property.indexOf('=');
			arguments.put(property.substring(0, sign), property.substring(sign + 1));
		}
		return new OutcomeApplication(new SpringApplicationBuilder(Configuration.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.run(arguments.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new)));
	}

	// Makes the tables, the one for markers with the statements that are shipped.
	static void prepare(Connection connection, String product) throws SQLException {
		try (connection; Statement statement = connection.createStatement()) {
			statement.execute(LEDGER);
			for (String sql : script(product).split(";")) {
				if (!sql.isBlank()) {
					statement.execute(sql);
				}
			}
		}
	}

	static String script(String product) {
		try {
			return new ClassPathResource("dev/mainstay/outcome/" + product + ".sql")
				.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	static void execute(Connection connection, String... statements) throws SQLException {
		try (connection; Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	static long count(Connection connection, String from) throws SQLException {
		return number(connection, "SELECT COUNT(*) FROM " + from);
	}

	static long number(Connection connection, String sql) throws SQLException {
		try (connection; Statement statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getLong(1);
		}
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	Connection connect() throws SQLException {
		return bean(DataSource.class).getConnection();
	}

	/**
	 * Write a row and commit it.
	 * @param entry the row
	 * @param disturbance what happens after the evidence was left and before the request
	 * to commit is sent
	 * @return what the application is told
	 */
	Told commit(int entry, Disturbance disturbance) {
		try (Connection connection = connect()) {
			connection.setAutoCommit(false);
			insert(connection, entry);
			bean(Disturber.class).next.set(disturbance);
			return commit(connection);
		}
		catch (SQLException ex) {
			throw new AssertionError("Only the commit may fail", ex);
		}
	}

	static void insert(Connection connection, int entry) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("INSERT INTO ledger VALUES (?)")) {
			statement.setInt(1, entry);
			statement.executeUpdate();
		}
	}

	static Told commit(Connection connection) {
		try {
			connection.commit();
			return new Told(TransactionState.COMMITTED, null);
		}
		catch (UnknownOutcomeException ex) {
			return new Told(TransactionState.UNKNOWN, ex);
		}
		catch (SQLException ex) {
			return new Told(TransactionState.ROLLED_BACK, ex);
		}
	}

	/**
	 * Write a row and commit it on another thread.
	 * @param entry the row
	 * @return what the application will be told
	 */
	CompletableFuture<Told> commitElsewhere(int entry) {
		return CompletableFuture.supplyAsync(() -> commit(entry, () -> {
		}), (task) -> {
			Thread thread = new Thread(task, "commit-" + entry);
			thread.setDaemon(true);
			thread.start();
		});
	}

	/**
	 * Begin a transaction, write a row and leave evidence behind.
	 * @param connection the connection to use
	 * @return the connection, about to commit
	 * @throws SQLException if that fails
	 */
	AdvisedConnection open(Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		insert(connection, 1);
		AdvisedConnection advised = connection.unwrap(AdvisedConnection.class);
		bean(CommitOutcomes.class).committing(advised);
		return advised;
	}

	/**
	 * End a transaction unseen by its data source, as if the answer had been lost.
	 * @param ending how it ends
	 * @return what is found out about it
	 * @throws SQLException if it cannot be begun or ended
	 */
	TransactionState outcome(Ending ending) throws SQLException {
		try (Connection connection = connect()) {
			AdvisedConnection advised = open(connection);
			ending.end(advised.delegate());
			TransactionState state = bean(CommitOutcomes.class).resolve(advised, new SQLException("No answer"));
			advised.lose();
			return state;
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * What commit() told the application.
	 *
	 * @param state committed, rolled back or unknown
	 * @param error the error, if there was one
	 */
	record Told(TransactionState state, @Nullable SQLException error) {

	}

	/**
	 * Makes trouble.
	 */
	@FunctionalInterface
	interface Disturbance {

		void happen() throws SQLException;

	}

	/**
	 * Ends a transaction.
	 */
	@FunctionalInterface
	interface Ending {

		void end(Connection connection) throws SQLException;

	}

	/**
	 * The last hook before the request to commit is sent.
	 */
	static final class Disturber implements TransactionHook {

		private final ThreadLocal<@Nullable Disturbance> next = new ThreadLocal<>();

		@Override
		public void committing(AdvisedConnection connection) throws SQLException {
			Disturbance disturbance = this.next.get();
			this.next.remove();
			if (disturbance != null) {
				disturbance.happen();
			}
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
			DatabaseOutcomeAutoConfiguration.class })
	static class Configuration {

		@Bean
		Disturber disturber() {
			return new Disturber();
		}

	}

}
