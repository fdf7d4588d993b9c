package dev.mainstay.autoconfigure.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.autoconfigure.transaction.outcome.OutcomeApplication.Told;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.outcome.CommitOutcomes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the table of markers: its absence, its age, and what is read from it.
 */
@ExtendWith(OutputCaptureExtension.class)
class MarkerTableIntegrationTests {

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	@RegisterExtension
	static final TestDatabase mariadb = TestDatabase.mariadb();

	@RegisterExtension
	static final TestDatabase h2 = TestDatabase.h2();

	static Stream<Product> products() {
		return Stream.of(new Product("postgresql", postgres, "clock_timestamp() - INTERVAL '%d' SECOND"),
				new Product("mysql", mariadb, "NOW() - INTERVAL %d SECOND"),
				new Product("h2", h2, "DATEADD(SECOND, -%d, CURRENT_TIMESTAMP)"));
	}

	@ParameterizedTest
	@MethodSource("products")
	void tellsWhatBecameOfTransaction(Product product) throws SQLException {
		product.prepare();
		try (OutcomeApplication application = product.start("timeout=5s")) {
			assertThat(application.outcome(Connection::commit)).isEqualTo(TransactionState.COMMITTED);
			assertThat(application.outcome(Connection::rollback)).isEqualTo(TransactionState.ROLLED_BACK);
		}
	}

	@ParameterizedTest
	@MethodSource("products")
	void transactionThatWasFoundRolledBackNeverCommits(Product product) throws SQLException {
		product.prepare();
		try (OutcomeApplication application = product.start("timeout=5s");
				Connection other = product.database.connect();
				Statement statement = other.createStatement()) {
			application.outcome(Connection::rollback);
			try (var rows = statement.executeQuery("SELECT rolled_back FROM mainstay_outcome")) {
				assertThat(rows.next()).isTrue();
				assertThat(rows.getBoolean(1)).isTrue();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("products")
	void staysUnknownWhileTransactionIsOpen(Product product) throws SQLException {
		product.prepare();
		try (OutcomeApplication application = product.start("timeout=300ms")) {
			TransactionState state = application.outcome((connection) -> {
			});

			assertThat(state).isNotEqualTo(TransactionState.COMMITTED);
			if (product.name.equals("h2")) {
				assertThat(state).isEqualTo(TransactionState.UNKNOWN);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("products")
	void saysThatTableIsMissing(Product product, CapturedOutput output) throws SQLException {
		product.prepare();
		product.execute("DROP TABLE mainstay_outcome");
		try (OutcomeApplication application = product.start("timeout=5s")) {
			Told told = application.commit(1, () -> {
			});

			assertThat(told.state()).isEqualTo(TransactionState.ROLLED_BACK);
			assertThat((Throwable) told.error())
				.hasMessageContaining("Data source 'dataSource' cannot mark its commits")
				.hasMessageContaining("there is no table mainstay_outcome")
				.hasMessageContaining("dev/mainstay/outcome/" + product.name + ".sql");
			assertThat(OutcomeApplication.count(product.database.connect(), "ledger")).isZero();
			Awaitility.await().untilAsserted(() -> assertThat(output).contains("will fail until that is mended"));

			product.createMarkers();
			assertThat(application.commit(1, () -> {
			}).state()).isEqualTo(TransactionState.COMMITTED);
		}
	}

	@Test
	void saysThatTableIsForbidden() throws SQLException {
		Product product = products().findFirst().orElseThrow();
		product.prepare();
		product.execute("DROP ROLE IF EXISTS stranger", "CREATE ROLE stranger LOGIN PASSWORD 'stranger'",
				"GRANT INSERT ON ledger TO stranger");
		try (OutcomeApplication application = OutcomeApplication.start("spring.datasource.url=" + postgres.url(),
				"spring.datasource.username=stranger", "spring.datasource.password=stranger", "db.pool.size=1")) {
			Told told = application.commit(1, () -> {
			});

			assertThat((Throwable) told.error()).hasMessageContaining("cannot mark its commits")
				.hasMessageContaining("permission denied for table mainstay_outcome");
		}
		assertThat(OutcomeApplication.count(postgres.connect(), "ledger")).isZero();
		product.execute("DROP OWNED BY stranger", "DROP ROLE stranger");
	}

	@Test
	void refusesTableThatCannotProveAnything() throws SQLException {
		Product product = products().findFirst().orElseThrow();
		for (String change : List.of("SET UNLOGGED", "DROP CONSTRAINT mainstay_outcome_pkey")) {
			product.prepare();
			product.execute("ALTER TABLE mainstay_outcome " + change);
			try (OutcomeApplication application = product.start("timeout=5s")) {
				Told told = application.commit(1, () -> {
				});

				assertThat((Throwable) told.error()).hasMessageContaining("survives no crash, knows no rollback");
			}
		}
	}

	@Test
	void readsEndInReadOnlyTransactionsToo() throws SQLException {
		Product product = products().findFirst().orElseThrow();
		product.prepare();
		try (OutcomeApplication application = product.start("timeout=5s")) {
			assertThat(readOnlyBySql(application).state()).isEqualTo(TransactionState.ROLLED_BACK);
			assertThat(readOnlyBySql(application).state()).isEqualTo(TransactionState.COMMITTED);
			assertThat(application.commit(1, () -> {
			}).state()).isEqualTo(TransactionState.COMMITTED);
			assertThat(OutcomeApplication.count(postgres.connect(), "mainstay_outcome")).isOne();
		}
	}

	private static Told readOnlyBySql(OutcomeApplication application) throws SQLException {
		try (Connection connection = application.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("SET TRANSACTION READ ONLY");
			return OutcomeApplication.commit(connection);
		}
	}

	@ParameterizedTest
	@MethodSource("products")
	void deletesOldMarkersOnly(Product product) throws SQLException {
		product.prepare();
		try (OutcomeApplication application = product.start("retention=1h", "purge-interval=1s")) {
			for (int i = 1; i <= 3; i++) {
				application.commit(i, () -> {
				});
			}
			product.execute("UPDATE mainstay_outcome SET created_at = " + product.ago.formatted(3700));
			application.commit(4, () -> {
			});
			product.execute("UPDATE mainstay_outcome SET created_at = " + product.ago.formatted(3500)
					+ " WHERE created_at > " + product.ago.formatted(3600));

			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> OutcomeApplication.count(product.database.connect(), "mainstay_outcome") == 1);
			assertThat(application.bean(CommitOutcomes.class).purge("dataSource")).isFalse();
			assertThat(OutcomeApplication.count(product.database.connect(), "mainstay_outcome")).isOne();
		}
	}

	/**
	 * A product to test with.
	 *
	 * @param name the name of its script
	 * @param database its database
	 * @param ago an expression for some seconds ago
	 */
	record Product(String name, TestDatabase database, String ago) {

		OutcomeApplication start(String... properties) {
			Stream<String> all = Stream.concat(Stream.of(this.database.springProperties()),
					Stream.of(properties).map(OutcomeApplication.PREFIX::concat));
			return OutcomeApplication.start(all.toArray(String[]::new));
		}

		void prepare() throws SQLException {
			execute("DROP TABLE IF EXISTS ledger", "DROP TABLE IF EXISTS mainstay_outcome");
			OutcomeApplication.prepare(this.database.connect(), this.name);
		}

		void createMarkers() throws SQLException {
			execute("DROP TABLE ledger");
			OutcomeApplication.prepare(this.database.connect(), this.name);
		}

		void execute(String... statements) throws SQLException {
			OutcomeApplication.execute(this.database.connect(), statements);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
