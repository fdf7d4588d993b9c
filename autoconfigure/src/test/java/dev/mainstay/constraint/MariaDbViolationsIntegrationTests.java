package dev.mainstay.constraint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link DatabaseConstraintExplainer} with MariaDB.
 */
class MariaDbViolationsIntegrationTests extends AbstractViolationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.mariadb();

	MariaDbViolationsIntegrationTests() {
		super(database, DatabaseProduct.MYSQL);
	}

	@BeforeAll
	static void createTables() throws SQLException {
		create(database,
				"create table customer (id int primary key, email varchar(20) not null, name varchar(20), age int, "
						+ "size enum('small', 'large'), balance decimal(3, 1), constraint uq_email unique (email), "
						+ "constraint uq_name_age unique (name, age), constraint age_positive check (age > 0))",
				"create table supplier (id int primary key, name varchar(20), age int, "
						+ "constraint uq_name_age unique (name, age))",
				"create table orders (id int, line int, customer_id int, primary key (id, line), "
						+ "constraint fk_customer foreign key (customer_id) references customer (id))",
				"create table visit (day int) partition by list (day) (partition visit_1 values in (1))",
				"insert into customer values (1, 'Sorrel', 'Sorrel', 60, null, null)",
				"insert into orders values (1, 1, 1)");
	}

	@Test
	void explainsUniqueConstraints() {
		ConstraintViolation violation = refused("insert into customer (id, email) values (2, 'Sorrel')");
		assertThatIt(violation, ViolationKind.UNIQUE, Certainty.PARSED, "customer", "uq_email", "email");
		assertThat(violation.message()).isEqualTo("The value of email is already in use.");
	}

	@Test
	void readsPastValuesThatLookLikeNames() {
		refusedToTemplate("insert into customer (id, email) values (2, 'Sorrel')");
		assertThatIt(
				refused("insert into customer (id, email) values (7, 'x'' for key ''Sorrel'), "
						+ "(8, 'x'' for key ''Sorrel')"),
				ViolationKind.UNIQUE, Certainty.PARSED, "customer", "uq_email", "email");
	}

	@Test
	void doesNotGuessBetweenTablesWithTheSameName() {
		assertThatIt(refused("insert into customer (id, email, name, age) values (2, 'a', 'Sorrel', 60)"),
				ViolationKind.UNIQUE, Certainty.PARSED, null, "uq_name_age");
		assertThatIt(refused("insert into customer (id, email) values (1, 'a')"), ViolationKind.UNIQUE,
				Certainty.PARSED, null, "PRIMARY");
	}

	@Test
	void infersTheTableFromTheStatement() {
		assertThatIt(refusedToTemplate("insert into customer (id, email, name, age) values (2, 'a', ?, 60)", "Sorrel"),
				ViolationKind.UNIQUE, Certainty.INFERRED, "customer", "uq_name_age", "name", "age");
		assertThatIt(refusedToTemplate("INSERT INTO `orders` VALUES (1, 1, 1)"), ViolationKind.UNIQUE,
				Certainty.INFERRED, "orders", "PRIMARY", "id", "line");
	}

	@Test
	void tellsBothSidesOfAForeignKeyApart() {
		ConstraintViolation child = refused("insert into orders values (2, 1, 99)");
		assertThatIt(child, ViolationKind.MISSING_PARENT, Certainty.PARSED, "orders", "fk_customer", "customer_id");
		assertThatItRefersTo(child, "customer", "id");
		ConstraintViolation parent = refused("delete from customer");
		assertThatIt(parent, ViolationKind.STILL_REFERENCED, Certainty.PARSED, "orders", "fk_customer", "customer_id");
		assertThatItRefersTo(parent, "customer", "id");
	}

	@Test
	void explainsMissingValuesAndConditions() {
		assertThatIt(refused("insert into customer (id, email) values (2, null)"), ViolationKind.NOT_NULL,
				Certainty.PARSED, null, null, "email");
		assertThatIt(refusedToTemplate("insert into customer (id, name) values (2, ?)", "Sorrel"),
				ViolationKind.NOT_NULL, Certainty.INFERRED, "customer", null, "email");
		assertThatIt(refused("insert into customer (id, email, age) values (2, 'Sorrel 2', -1)"), ViolationKind.CHECK,
				Certainty.PARSED, "customer", "age_positive");
	}

	@Test
	void explainsValuesThatDoNotFit() {
		assertThatIt(refused("insert into customer (id, email) values (2, 'Sorrel, Sorrel, Sorrel')"),
				ViolationKind.TOO_LONG, Certainty.PARSED, null, null, "email");
		assertThatIt(refused("insert into customer (id, email, balance) values (2, 'Sorrel 2', 1234)"),
				ViolationKind.OUT_OF_RANGE, Certainty.PARSED, null, null, "balance");
		assertThatIt(refused("insert into customer (id, email, age) values (2, 'a', 'Sorrel')"),
				ViolationKind.INVALID_FORMAT, Certainty.PARSED, "customer", null, "age");
		assertThatIt(refused("insert into customer (id, email, size) values (2, 'a', 'Sorrel')"),
				ViolationKind.INVALID_FORMAT, Certainty.PARSED, null, null, "size");
		assertThatIt(refused("insert into visit values (2)"), ViolationKind.NO_PARTITION, Certainty.EXACT, null, null);
	}

	@Test
	void explainsBatches() throws SQLException {
		try (Connection connection = database.connect();
				PreparedStatement statement = connection
					.prepareStatement("insert into customer (id, email) values (?, ?)")) {
			for (int i = 0; i < 3; i++) {
				statement.setInt(1, 70 + i);
				statement.setString(2, "Sorrel");
				statement.addBatch();
			}
			assertThatIt(explained(catchThrowable(statement::executeBatch)), ViolationKind.UNIQUE, Certainty.PARSED,
					"customer", "uq_email", "email");
		}
	}

	@Test
	void saysWhatIsKnownWithoutTheCatalog() {
		assertThatIt(withoutCatalog("insert into customer (id, email) values (2, 'Sorrel')"), ViolationKind.UNIQUE,
				Certainty.PARSED, null, "uq_email");
	}

}
