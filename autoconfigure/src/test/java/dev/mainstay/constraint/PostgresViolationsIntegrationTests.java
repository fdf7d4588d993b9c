package dev.mainstay.constraint;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link DatabaseConstraintExplainer} with PostgreSQL.
 */
class PostgresViolationsIntegrationTests extends AbstractViolationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	PostgresViolationsIntegrationTests() {
		super(database, DatabaseProduct.POSTGRESQL);
	}

	@BeforeAll
	static void createTables() throws SQLException {
		create(database, "create domain portions as int constraint portions_positive check (value > 0)",
				"create table customer (id int primary key, email varchar(20) not null, name text, "
						+ "age int constraint age_positive check (age > 0), \"Pet Name\" text, size portions, "
						+ "balance numeric(3, 1), constraint uq_name_age unique (name, age))",
				"create unique index ux_email on customer (lower(email))",
				"create unique index ux_pet on customer (\"Pet Name\") where age > 50",
				"create table orders (id int, line int, customer_id int constraint fk_customer references customer, "
						+ "primary key (id, line))",
				"create table gift (order_id int, order_line int, "
						+ "constraint fk_order foreign key (order_id, order_line) references orders on delete restrict)",
				"create table room (during int4range, constraint no_overlap exclude using gist (during with &&))",
				"create table later (id int constraint uq_later unique deferrable initially deferred)",
				"create table visit (day int, guest text not null, constraint visit_key unique (day, guest)) "
						+ "partition by range (day)",
				"create table visit_1 partition of visit for values from (0) to (10)",
				"create table visit_note (day int, guest text, constraint fk_visit "
						+ "foreign key (day, guest) references visit (day, guest))",
				"insert into visit values (1, 'Sorrel')", "insert into visit_note values (1, 'Sorrel')",
				"insert into customer values (1, 'Sorrel', 'Sorrel', 60, 'Sorrel')",
				"insert into orders values (1, 1, 1)", "insert into gift values (1, 1)",
				"insert into room values ('[1,5)')");
	}

	@Test
	void explainsPrimaryKeys() {
		ConstraintViolation violation = refused("insert into customer values (1, 'a')");
		assertThatIt(violation, ViolationKind.UNIQUE, Certainty.EXACT, "customer", "customer_pkey", "id");
		assertThat(violation.schema()).isEqualTo("public");
		assertThat(violation.dataSource()).isEqualTo("dataSource");
		assertThat(violation.message()).isEqualTo("The value of id is already in use.");
		assertThat(violation.suggestion()).isNotBlank();
		assertThat(violation.atCommit()).isFalse();
	}

	@Test
	void explainsUniqueConstraintsOfSeveralColumns() {
		ConstraintViolation violation = refused("insert into customer values (2, 'a', 'Sorrel', 60)");
		assertThatIt(violation, ViolationKind.UNIQUE, Certainty.EXACT, "customer", "uq_name_age", "name", "age");
		assertThat(violation.message()).isEqualTo("The combination of name and age is already in use.");
	}

	@Test
	void explainsUniqueIndexesWithExpressionsAndConditions() {
		ConstraintViolation violation = refused("insert into customer values (2, 'SORREL')");
		assertThatIt(violation, ViolationKind.UNIQUE, Certainty.EXACT, "customer", "ux_email", "lower(email::text)");
		assertThat(violation.message()).isEqualTo("The value of email is already in use.");
		assertThatIt(refused("insert into customer values (2, 'a', 'b', 61, 'Sorrel')"), ViolationKind.UNIQUE,
				Certainty.EXACT, "customer", "ux_pet", "Pet Name");
	}

	@Test
	void tellsBothSidesOfAForeignKeyApart() {
		ConstraintViolation child = refused("insert into orders values (2, 1, 99)");
		assertThatIt(child, ViolationKind.MISSING_PARENT, Certainty.EXACT, "orders", "fk_customer", "customer_id");
		assertThatItRefersTo(child, "customer", "id");
		assertThat(child.message()).isEqualTo("The customer given by customer id does not exist.");
		ConstraintViolation parent = refused("delete from customer");
		assertThatIt(parent, ViolationKind.STILL_REFERENCED, Certainty.EXACT, "orders", "fk_customer", "customer_id");
		assertThatItRefersTo(parent, "customer", "id");
		assertThat(parent.message()).isEqualTo("The customer is still referred to by orders.");
	}

	@Test
	void explainsForeignKeysThatRestrict() {
		ConstraintViolation violation = refused("delete from orders");
		assertThatIt(violation, ViolationKind.STILL_REFERENCED, Certainty.EXACT, "gift", "fk_order", "order_id",
				"order_line");
		assertThatItRefersTo(violation, "orders", "id", "line");
	}

	@Test
	void explainsMissingValuesAndConditions() {
		assertThatIt(refused("insert into customer (id, name) values (2, 'Sorrel')"), ViolationKind.NOT_NULL,
				Certainty.EXACT, "customer", null, "email");
		assertThatIt(refused("insert into customer (id, email, age) values (2, 'Sorrel', -1)"), ViolationKind.CHECK,
				Certainty.EXACT, "customer", "age_positive", "age");
		assertThatIt(refused("insert into customer (id, email, size) values (2, 'Sorrel', -1)"), ViolationKind.CHECK,
				Certainty.EXACT, null, "portions_positive");
	}

	@Test
	void explainsExclusions() {
		assertThatIt(refused("insert into room values ('[4,9)')"), ViolationKind.EXCLUSION, Certainty.EXACT, "room",
				"no_overlap", "during");
	}

	@Test
	void namesThePartitionedTable() {
		assertThatIt(refused("insert into visit values (1, 'Sorrel')"), ViolationKind.UNIQUE, Certainty.EXACT, "visit",
				"visit_key", "day", "guest");
		assertThatIt(refused("insert into visit values (2, null)"), ViolationKind.NOT_NULL, Certainty.EXACT, "visit",
				null, "guest");
		assertThatIt(refused("insert into visit values (11, 'Sorrel')"), ViolationKind.NO_PARTITION, Certainty.EXACT,
				"visit", null);
		assertThatIt(refused("insert into visit_1 values (11, 'Sorrel')"), ViolationKind.NO_PARTITION, Certainty.EXACT,
				"visit", null);
		ConstraintViolation reference = refused("delete from visit");
		assertThatIt(reference, ViolationKind.STILL_REFERENCED, Certainty.EXACT, "visit_note", "fk_visit", "day",
				"guest");
		assertThatItRefersTo(reference, "visit", "day", "guest");
	}

	@Test
	void doesNotGuessWhichColumnAValueWasMeantFor() {
		assertThatIt(refused("insert into customer values (2, 'Sorrel, Sorrel, Sorrel')"), ViolationKind.TOO_LONG,
				Certainty.EXACT, null, null);
		assertThatIt(refused("insert into customer (id, email, balance) values (2, 'Sorrel', 1234)"),
				ViolationKind.OUT_OF_RANGE, Certainty.EXACT, null, null);
		assertThatIt(refused("insert into customer (id, email) values ('Sorrel', 'b')"), ViolationKind.INVALID_FORMAT,
				Certainty.EXACT, null, null);
		assertThatIt(refusedToTemplate("insert into public.customer (id, email) values (2, ?)", "Sorrel\0"),
				ViolationKind.INVALID_FORMAT, Certainty.INFERRED, "customer", null);
	}

	@Test
	void infersTheTableOfALongValueFromTheStatement() {
		assertThatIt(refusedToTemplate("insert into customer (id, email) values (2, ?)", "Sorrel".repeat(9)),
				ViolationKind.TOO_LONG, Certainty.INFERRED, "customer", null);
	}

	@Test
	void explainsDeferredConstraintsAtCommit() throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("insert into later values (1), (1)");
			ConstraintViolation violation = explained(catchThrowable(connection::commit));
			assertThatIt(violation, ViolationKind.UNIQUE, Certainty.EXACT, "later", "uq_later", "id");
			assertThat(violation.atCommit()).isTrue();
		}
	}

	@Test
	void explainsBatches() throws SQLException {
		try (Connection connection = database.connect();
				PreparedStatement statement = connection.prepareStatement("insert into customer values (?, ?)")) {
			for (int i = 0; i < 3; i++) {
				statement.setInt(1, 70);
				statement.setString(2, "Sorrel " + i);
				statement.addBatch();
			}
			Throwable error = catchThrowable(statement::executeBatch);
			assertThat(error).isInstanceOf(BatchUpdateException.class);
			assertThatIt(explained(error), ViolationKind.UNIQUE, Certainty.EXACT, "customer", "customer_pkey", "id");
		}
	}

	@Test
	void findsTheFirstErrorOfATransactionThatHasFailed() throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			catchThrowable(() -> statement.execute("insert into customer values (1, 'Sorrel')"));
			Throwable later = catchThrowable(() -> statement.execute("select 1"));
			assertThatIt(explained(new IllegalStateException("Sorrel", later)), ViolationKind.UNIQUE, Certainty.EXACT,
					"customer", "customer_pkey", "id");
		}
	}

	@Test
	void saysWhatIsKnownWithoutTheCatalog() {
		assertThatIt(withoutCatalog("insert into customer values (2, 'a', 'Sorrel', 60)"), ViolationKind.UNIQUE,
				Certainty.EXACT, "customer", "uq_name_age", "name", "age");
		assertThatIt(withoutCatalog("delete from customer"), ViolationKind.STILL_REFERENCED, Certainty.EXACT, "orders",
				"fk_customer");
	}

}
