package dev.mainstay.autoconfigure.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.MigrationDataSource;
import dev.mainstay.transaction.outcome.CommitOutcomes;
import dev.mainstay.transaction.outcome.OutcomeMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseOutcomeAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseOutcomeAutoConfigurationTests {

	private static final String TABLE = OutcomeMarkerProperties.PREFIX + ".mode=table";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
				DatabaseOutcomeAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:outcome");

	@Test
	void marksNothingUnlessAskedTo() {
		this.runner.run((context) -> {
			commitOne(context.getBean(DataSource.class));

			assertThat(context.getBean(OutcomeCare.class).isRunning()).isFalse();
			assertThat(context.getBean(CommitOutcomes.class).supported()).isEmpty();
		});
	}

	@Test
	void isOffWithEverythingElse() {
		this.runner.withPropertyValues("db.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CommitOutcomes.class));
	}

	@Test
	void backsOffWhenUserDefinesCommitOutcomes() {
		OutcomeMarkerProperties properties = new OutcomeMarkerProperties(OutcomeMode.NONE, "t", Duration.ofSeconds(1),
				Duration.ofHours(1), Duration.ZERO, Set.of());
		this.runner
			.withBean("own", CommitOutcomes.class,
					() -> new CommitOutcomes(properties, new ManagedPools(), Clock.systemUTC(), () -> 0))
			.run((context) -> assertThat(context.getBeanNamesForType(CommitOutcomes.class)).containsExactly("own"));
	}

	@Test
	void startsAndStopsItsThreadWithTheContext() {
		this.runner.withPropertyValues(TABLE).run((context) -> {
			OutcomeCare care = context.getBean(OutcomeCare.class);
			assertThat(care.isRunning()).isTrue();
			context.close();
			assertThat(care.isRunning()).isFalse();
		});
	}

	@Test
	void letsMigrationsCreateTheTable() {
		this.runner.withPropertyValues(TABLE).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> commitOne(dataSource))
				.withMessageContaining("there is no table mainstay_outcome");

			commitOne(new MigrationDataSource(dataSource));
		});
	}

	@Test
	void leavesOtherDataSourcesAlone() {
		this.runner.withPropertyValues(TABLE, OutcomeMarkerProperties.PREFIX + ".data-sources=another")
			.run((context) -> commitOne(context.getBean(DataSource.class)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''              | table          | db.transaction.outcome-marker.mode=table
			.mode           | transaction-id | transaction-id works with PostgreSQL
			.table          | a b            | db.transaction.outcome-marker.table=mainstay_outcome
			.table          | x;y            | db.transaction.outcome-marker.table=mainstay_outcome
			.table          | a.b.c          | db.transaction.outcome-marker.table=app.mainstay_outcome
			.timeout        | 10ms           | db.transaction.outcome-marker.timeout=10s
			.timeout        | 6m             | db.transaction.outcome-marker.timeout=10s
			.retention      | 59m            | db.transaction.outcome-marker.retention=1d
			.purge-interval | 1ms            | db.transaction.outcome-marker.purge-interval=10m
			""")
	void saysWhatToType(String name, String value, String action) {
		String property = OutcomeMarkerProperties.PREFIX + name;
		this.runner.withPropertyValues(property + "=" + value).run((context) -> {
			Throwable cause = context.getStartupFailure();
			while (cause != null && !(cause instanceof InvalidPropertyException)) {
				cause = cause.getCause();
			}
			assertThat(cause).isInstanceOfSatisfying(InvalidPropertyException.class, (ex) -> {
				assertThat(ex.getProperty()).isEqualTo(property);
				assertThat(ex.getValue()).hasToString(value);
				assertThat(ex.getAction()).contains(action);
			});
		});
	}

	@Test
	void warnsOfDataSourcesThatStayWithout(CapturedOutput output) {
		this.runner.withPropertyValues(TABLE)
			.withBean("aside", HikariDataSource.class, () -> dataSource("jdbc:sqlite::memory:"))
			.withBean("dataSource", HikariDataSource.class, () -> dataSource("jdbc:h2:mem:outcome"))
			.run((context) -> assertThat(output).contains("Data source 'aside': its database does not work with"));
	}

	private static HikariDataSource dataSource(String url) {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(url);
		return dataSource;
	}

	private static void commitOne(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("SELECT 1");
			connection.commit();
		}
	}

}
