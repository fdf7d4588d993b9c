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
 * Tests for {@link DatabaseConstraintExplainer} with H2, whose names of indexes are not
 * those of constraints.
 */
class H2ViolationsIntegrationTests extends AbstractViolationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	H2ViolationsIntegrationTests() {
		super(database, DatabaseProduct.H2);
	}

	@BeforeAll
	static void createTables() throws SQLException {
		create(database,
				"create table customer (id int constraint customer_key primary key, email varchar(20) not null, "
						+ "name varchar(20), age int constraint age_positive check (age > 0), "
						+ "size enum('small', 'large'), balance decimal(3, 1), constraint uq_email unique (email))",
				"create unique index ux_name_age on customer (name, age desc)",
				"create table \"Old Orders\" (id int, line int, customer_id int, primary key (id, line), "
						+ "constraint fk_customer foreign key (customer_id) references customer (id))",
				"insert into customer values (1, 'Sorrel', 'Sorrel', 60, null, null)",
				"insert into \"Old Orders\" values (1, 1, 1)");
	}

	@Test
	void explainsUniqueConstraintsAndIndexes() {
		assertThatIt(refused("insert into customer (id, email) values (1, 'Sorrel 2')"), ViolationKind.UNIQUE,
				Certainty.PARSED, "CUSTOMER", "CUSTOMER_KEY", "ID");
		ConstraintViolation violation = refused("insert into customer (id, email) values (2, 'Sorrel')");
		assertThatIt(violation, ViolationKind.UNIQUE, Certainty.PARSED, "CUSTOMER", "UQ_EMAIL", "EMAIL");
		assertThat(violation.message()).isEqualTo("The value of email is already in use.");
		assertThatIt(refused("insert into customer (id, email, name, age) values (2, 'a', 'Sorrel', 60)"),
				ViolationKind.UNIQUE, Certainty.PARSED, "CUSTOMER", "UX_NAME_AGE", "NAME", "AGE");
		ConstraintViolation composite = refused("insert into \"Old Orders\" values (1, 1, 1)");
		assertThat(composite.table()).isEqualTo("Old Orders");
		assertThat(composite.columns()).containsExactly("ID", "LINE");
	}

	@Test
	void understandsEarlierVersionsThatNameTheIndexOnly() {
		SQLException error = new SQLException("Unique index or primary key violation: "
				+ "\"PUBLIC.UQ_EMAIL_INDEX_5 ON PUBLIC.CUSTOMER(EMAIL NULLS FIRST) VALUES ( /* 1 */ 'Sorrel' )\"; "
				+ "SQL statement:\ninsert into customer values (1, 'Sorrel') [23505-232]", "23505", 23505);
		assertThatIt(explained(error), ViolationKind.UNIQUE, Certainty.PARSED, "CUSTOMER", "UQ_EMAIL", "EMAIL");
		assertThatIt(explainedWithoutCatalog(error), ViolationKind.UNIQUE, Certainty.PARSED, "CUSTOMER", "UQ_EMAIL",
				"EMAIL");
	}

	@Test
	void findsTheNameOfAPrimaryKeyThatEarlierVersionsLeaveOut() {
		SQLException key = new SQLException("Unique index or primary key violation: "
				+ "\"PRIMARY KEY ON PUBLIC.CUSTOMER(ID) ( /* key:1 */ 1, 'Sorrel')\"; SQL statement:\nx [23505-232]",
				"23505", 23505);
		assertThatIt(explained(key), ViolationKind.UNIQUE, Certainty.PARSED, "CUSTOMER", "CUSTOMER_KEY", "ID");
	}

	@Test
	void tellsBothSidesOfAForeignKeyApart() {
		ConstraintViolation child = refused("insert into \"Old Orders\" values (2, 1, 99)");
		assertThatIt(child, ViolationKind.MISSING_PARENT, Certainty.PARSED, "Old Orders", "FK_CUSTOMER", "CUSTOMER_ID");
		assertThatItRefersTo(child, "CUSTOMER", "ID");
		ConstraintViolation parent = refused("delete from customer");
		assertThatIt(parent, ViolationKind.STILL_REFERENCED, Certainty.PARSED, "Old Orders", "FK_CUSTOMER",
				"CUSTOMER_ID");
		assertThatItRefersTo(parent, "CUSTOMER", "ID");
		assertThat(parent.message()).isEqualTo("The customer is still referred to by Old Orders.");
	}

	@Test
	void explainsMissingValuesAndConditions() {
		assertThatIt(refused("insert into customer (id, name) values (2, 'Sorrel')"), ViolationKind.NOT_NULL,
				Certainty.INFERRED, "customer", null, "EMAIL");
		assertThatIt(refused("insert into customer (id, email, age) values (2, 'Sorrel 2', -1)"), ViolationKind.CHECK,
				Certainty.PARSED, "CUSTOMER", "AGE_POSITIVE", "AGE");
	}

	@Test
	void explainsValuesThatDoNotFit() {
		assertThatIt(refused("insert into customer (id, email) values (2, 'Sorrel, Sorrel, Sorrel')"),
				ViolationKind.TOO_LONG, Certainty.INFERRED, "customer", null, "EMAIL");
		assertThatIt(refused("insert into customer (id, email, balance) values (2, 'Sorrel 2', 1234)"),
				ViolationKind.OUT_OF_RANGE, Certainty.INFERRED, "customer", null, "BALANCE");
		assertThatIt(refused("insert into customer (id, email, age) values (2, 'Sorrel 2', 99999999999)"),
				ViolationKind.OUT_OF_RANGE, Certainty.INFERRED, "customer", null, "AGE");
		assertThatIt(refused("insert into customer (id, email, age) values (2, 'a', 'Sorrel')"),
				ViolationKind.INVALID_FORMAT, Certainty.PARSED, "CUSTOMER", null, "AGE");
		assertThatIt(refused("insert into customer (id, email, size) values (2, 'a', 'Sorrel')"),
				ViolationKind.INVALID_FORMAT, Certainty.INFERRED, "customer", null);
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
					"CUSTOMER", "UQ_EMAIL", "EMAIL");
		}
	}

}
