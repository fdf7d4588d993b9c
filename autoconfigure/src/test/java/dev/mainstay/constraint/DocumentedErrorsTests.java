package dev.mainstay.constraint;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the errors of databases that do not run in tests, as their documentation has
 * them.
 */
class DocumentedErrorsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					1     | ORA-00001: unique constraint (HR.UQ_EMAIL) violated                                   | UNIQUE           |   | UQ_EMAIL
					1     | ORA-00001: unique constraint (HR.UQ_EMAIL) violated on table HR.CUSTOMER columns (EMAIL) | UNIQUE | CUSTOMER | UQ_EMAIL
					2091  | ORA-02091: transaction rolled back ORA-02292: integrity constraint (HR.FK_A) violated - child record found | STILL_REFERENCED | | FK_A
					2291  | ORA-02291: integrity constraint (HR.FK_A) violated - parent key not found              | MISSING_PARENT   |   | FK_A
					1400  | ORA-01400: cannot insert NULL into ("HR"."CUSTOMER"."EMAIL")                            | NOT_NULL | CUSTOMER |
					2290  | ORA-02290: check constraint (HR.AGE_POSITIVE) violated                                 | CHECK            |   | AGE_POSITIVE
					12899 | ORA-12899: value too large for column "HR"."CUSTOMER"."EMAIL" (actual: 20, maximum: 10) | TOO_LONG | CUSTOMER |
					1438  | ORA-01438: value larger than specified precision allowed for this column                | OUT_OF_RANGE     |   |
					""")
	void readsOracle(int code, String message, ViolationKind kind, @Nullable String table,
			@Nullable String constraint) {
		assertThatIt(OracleErrors.read(new SQLException(message, "23000", code)), kind, table, constraint);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^',
			textBlock = """
					2627 | Violation of UNIQUE KEY constraint 'UQ_A'. Cannot insert duplicate key in object 'dbo.customer'. The duplicate key value is (in object 'x'). | UNIQUE | customer | UQ_A
					2601 | Cannot insert duplicate key row in object 'dbo.customer' with unique index 'IX_A'. The duplicate key value is (a).  | UNIQUE | customer | IX_A
					547  | The INSERT statement conflicted with the FOREIGN KEY constraint "FK_A". The conflict occurred in database "shop", table "dbo.customer", column 'id'. | MISSING_PARENT | | FK_A
					547  | The DELETE statement conflicted with the REFERENCE constraint "FK_A". The conflict occurred in database "shop", table "dbo.orders", column 'customer_id'. | STILL_REFERENCED | orders | FK_A
					547  | The INSERT statement conflicted with the CHECK constraint "CK_A". The conflict occurred in database "shop", table "dbo.customer", column 'age'. | CHECK | customer | CK_A
					515  | Cannot insert the value NULL into column 'email', table 'shop.dbo.customer'; column does not allow nulls. INSERT fails. | NOT_NULL | customer |
					2628 | String or binary data would be truncated in table 'shop.dbo.customer', column 'email'. Truncated value: 'abc'. | TOO_LONG | customer |
					8115 | Arithmetic overflow error converting expression to data type int. | OUT_OF_RANGE | |
					""")
	void readsSqlServer(int code, String message, ViolationKind kind, @Nullable String table,
			@Nullable String constraint) {
		assertThatIt(SqlServerErrors.read(new SQLException(message, "23000", code)), kind, table, constraint);
	}

	@Test
	void readsMySql() {
		assertThatIt(
				MysqlErrors.read(new SQLException("Duplicate entry 'a' for key 'customer.uq_email'", "23000", 1062)),
				ViolationKind.UNIQUE, "customer", "uq_email");
		assertThatIt(MysqlErrors.read(new SQLException("Check constraint 'age_positive' is violated.", "HY000", 3819)),
				ViolationKind.CHECK, null, "age_positive");
	}

	private static void assertThatIt(@Nullable Finding finding, ViolationKind kind, @Nullable String table,
			@Nullable String constraint) {
		if (finding == null) {
			throw new AssertionError("not read");
		}
		assertThat(finding.kind()).isEqualTo(kind);
		assertThat(finding.table()).isEqualTo(table);
		assertThat(finding.constraint()).isEqualTo(constraint);
	}

}
