package dev.mainstay.constraint;

import java.sql.SQLException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link DatabaseConstraintExplainer} with SQLite, where constraints have no
 * names and values need not fit.
 */
class SqliteViolationsIntegrationTests extends AbstractViolationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.sqlite();

	SqliteViolationsIntegrationTests() {
		super(database, DatabaseProduct.SQLITE);
	}

	@BeforeAll
	static void createTables() throws SQLException {
		create(database,
				"create table customer (id integer primary key, email text not null, name text, "
						+ "age int constraint age_positive check (age > 0), unique (name, age))",
				"create unique index ux_email on customer (lower(email))",
				"create table pet (id int, name text, age int check (age > 0))",
				"create unique index ux_pet on pet (name)",
				"create table orders (id int, line int, customer_id int references customer (id), "
						+ "primary key (id, line))",
				"create table typed (id int, age int) strict",
				"insert into customer values (1, 'Sorrel', 'Sorrel', 60)", "insert into orders values (1, 1, 1)",
				"insert into pet values (1, 'Sorrel', 1)");
	}

	@Test
	void explainsUniqueConstraintsByTheirColumns() {
		assertThatIt(refused("insert into customer values (1, 'a', 'b', 1)"), ViolationKind.UNIQUE, Certainty.PARSED,
				"customer", null, "id");
		assertThatIt(refused("insert into customer values (2, 'a', 'Sorrel', 60)"), ViolationKind.UNIQUE,
				Certainty.PARSED, "customer", null, "name", "age");
		assertThatIt(refused("insert into orders values (1, 1, 1)"), ViolationKind.UNIQUE, Certainty.PARSED, "orders",
				null, "id", "line");
	}

	@Test
	void explainsUniqueIndexesByTheirNames() {
		assertThatIt(refused("insert into pet values (2, 'Sorrel', 1)"), ViolationKind.UNIQUE, Certainty.PARSED, "pet",
				"ux_pet", "name");
		ConstraintViolation violation = refused("insert into customer values (2, 'SORREL', 'a', 1)");
		assertThatIt(violation, ViolationKind.UNIQUE, Certainty.PARSED, "customer", "ux_email", "lower(email)");
		assertThat(violation.message()).isEqualTo("The value of email is already in use.");
	}

	@Test
	void explainsMissingValuesConditionsAndTypes() {
		assertThatIt(refused("insert into customer (id, name) values (2, 'Sorrel')"), ViolationKind.NOT_NULL,
				Certainty.PARSED, "customer", null, "email");
		assertThatIt(refused("insert into customer values (2, 'Sorrel 2', 'a', -1)"), ViolationKind.CHECK,
				Certainty.PARSED, null, "age_positive");
		assertThatIt(refusedToTemplate("insert into pet values (2, 'a', -1)"), ViolationKind.CHECK, Certainty.INFERRED,
				"pet", "age > 0");
		assertThatIt(refused("insert into typed values (1, 'Sorrel')"), ViolationKind.INVALID_FORMAT, Certainty.PARSED,
				"typed", null, "age");
	}

	@Test
	void infersForeignKeysFromTheStatement() {
		ConstraintViolation child = refusedWithKeys("insert into orders values (2, 1, 99)");
		assertThatIt(child, ViolationKind.MISSING_PARENT, Certainty.INFERRED, "orders", null, "customer_id");
		assertThatItRefersTo(child, "customer", "id");
		ConstraintViolation parent = refusedWithKeys("delete from customer where id = 1");
		assertThatIt(parent, ViolationKind.STILL_REFERENCED, Certainty.INFERRED, "orders", null, "customer_id");
		assertThatItRefersTo(parent, "customer", "id");
	}

	@Test
	void doesNotGuessForeignKeysWithoutTheStatement() {
		Throwable error = keysFailure("insert into orders values (2, 1, 99)").getCause();
		assertThatIt(explained(error), ViolationKind.FOREIGN_KEY, Certainty.EXACT, null, null);
	}

	private ConstraintViolation refusedWithKeys(String sql) {
		return explained(keysFailure(sql));
	}

	private static DataAccessException keysFailure(String sql) {
		SingleConnectionDataSource dataSource = new SingleConnectionDataSource(database.url(), true);
		try {
			JdbcTemplate template = new JdbcTemplate(dataSource);
			template.execute("pragma foreign_keys = on");
			return catchThrowableOfType(DataAccessException.class, () -> template.update(sql));
		}
		finally {
			dataSource.destroy();
		}
	}

}
