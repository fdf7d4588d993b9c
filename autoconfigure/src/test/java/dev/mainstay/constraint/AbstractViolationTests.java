package dev.mainstay.constraint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Has a database refuse values and asks for the explanation.
 */
abstract class AbstractViolationTests {

	static final String SECRET = "Sorrel";

	private final TestDatabase database;

	private final DatabaseProduct product;

	private OneDatabase connections;

	AbstractViolationTests(TestDatabase database, DatabaseProduct product) {
		this.database = database;
		this.product = product;
	}

	@BeforeEach
	void connect() {
		this.connections = new OneDatabase(this.database, this.product);
	}

	static void create(TestDatabase database, String... statements) throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	// With plain JDBC the statement is not known.
	ConstraintViolation refused(String sql) {
		return explained(catchThrowable(() -> create(this.database, sql)));
	}

	ConstraintViolation refusedToTemplate(String sql, Object... arguments) {
		JdbcTemplate template = new JdbcTemplate(
				new DriverManagerDataSource(this.database.url(), this.database.username(), this.database.password()));
		return explained(catchThrowable(() -> template.update(sql, arguments)));
	}

	ConstraintViolation explained(@Nullable Throwable error) {
		if (error == null) {
			throw new AssertionError("the value was taken");
		}
		ConstraintViolation violation = this.connections.explainer()
			.explain(error)
			.orElseThrow(() -> new AssertionError("not explained", error));
		assertThat(violation.toString()).doesNotContainIgnoringCase(SECRET);
		return violation;
	}

	ConstraintViolation withoutCatalog(String sql) {
		this.connections.down = true;
		return refused(sql);
	}

	ConstraintViolation explainedWithoutCatalog(Throwable error) {
		this.connections.down = true;
		return explained(error);
	}

	static void assertThatIt(ConstraintViolation violation, ViolationKind kind, Certainty certainty,
			@Nullable String table, @Nullable String constraint, String... columns) {
		assertThat(violation.kind()).as(violation.toString()).isEqualTo(kind);
		assertThat(violation.certainty()).as(violation.toString()).isEqualTo(certainty);
		assertThat(violation.table()).as(violation.toString()).isEqualTo(table);
		assertThat(violation.constraint()).as(violation.toString()).isEqualTo(constraint);
		assertThat(violation.columns()).as(violation.toString()).containsExactly(columns);
	}

	static void assertThatItRefersTo(ConstraintViolation violation, String table, String... columns) {
		assertThat(violation.referencedTable()).as(violation.toString()).isEqualTo(table);
		assertThat(violation.referencedColumns()).as(violation.toString()).isEqualTo(List.of(columns));
	}

}
