package dev.mainstay.constraint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.failure.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseConstraintExplainer} with several data sources.
 */
class DatabaseConstraintExplainerTests {

	private final Map<String, DatabaseProduct> products = Map.of("orders", DatabaseProduct.MYSQL, "stock",
			DatabaseProduct.MYSQL, "archive", DatabaseProduct.ORACLE);

	private final SideConnections connections = new SideConnections() {

		@Override
		public List<String> dataSources() {
			return List.of("orders", "stock", "archive");
		}

		@Override
		public DatabaseProduct product(String dataSource) {
			return DatabaseConstraintExplainerTests.this.products.getOrDefault(dataSource, DatabaseProduct.OTHER);
		}

		@Override
		public Connection open(String dataSource, Duration timeout) throws SQLException {
			throw new SQLTransientConnectionException("down");
		}

	};

	private final ErrorOrigins origins = new ErrorOrigins(this.connections);

	private final DatabaseConstraintExplainer explainer = new DatabaseConstraintExplainer(this.connections,
			this.origins, new ViolationDetails(this.connections,
					new ViolationMessages(new OneDatabase.Texts(Map.of(), Map.of()), null), System::nanoTime));

	private final SQLException error = new SQLException("Duplicate entry 'a' for key 'uq_email'", "23000", 1062);

	@Test
	void knowsTheDataSourceThatAnErrorCameFrom() {
		this.origins.failed("stock", FailureKind.CONSTRAINT, this.error);
		assertThat(this.explainer.explain(new IllegalStateException(this.error)).map(ConstraintViolation::dataSource))
			.contains("stock");
	}

	@Test
	void doesNotGuessTheProductOfAnErrorThatNobodyKnows() {
		assertThat(this.explainer.explain(this.error)).isEmpty();
	}

	@Test
	void doesNotGuessBetweenDataSourcesOfTheSameProduct() {
		this.error.setStackTrace(new StackTraceElement[] {
				new StackTraceElement("org.mariadb.jdbc.export.ExceptionFactory", "createException", null, 1) });
		assertThat(this.explainer.explain(this.error)).hasValueSatisfying((violation) -> {
			assertThat(violation.kind()).isEqualTo(ViolationKind.UNIQUE);
			assertThat(violation.dataSource()).isNull();
		});
	}

	@Test
	void findsTheOnlyDataSourceOfAProduct() {
		SQLException oracle = new SQLException("ORA-00001: unique constraint (A.B) violated", "23000", 1);
		oracle.setStackTrace(new StackTraceElement[] {
				new StackTraceElement("oracle.jdbc.driver.T4CTTIoer11", "processError", null, 1) });
		assertThat(this.explainer.explain(oracle).map(ConstraintViolation::dataSource)).contains("archive");
	}

	@Test
	void explainsNothingThatIsNoViolation() {
		assertThat(this.explainer.explain(new IllegalStateException("no"))).isEmpty();
		Exception loop = new Exception("a");
		loop.initCause(new Exception("b", loop));
		assertThat(this.explainer.explain(loop)).isEmpty();
	}

}
