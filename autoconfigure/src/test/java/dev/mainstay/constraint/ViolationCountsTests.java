package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ViolationCounts}.
 */
class ViolationCountsTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final OneDatabase connections = new OneDatabase(database, DatabaseProduct.MYSQL);

	private final ViolationCounts counts = this.connections.counts();

	@Test
	void countsByConstraintWithoutAskingTheDatabase() {
		refuse(1062, "Duplicate entry 'a' for key 'uq_email'");
		refuse(1062, "Duplicate entry 'b' for key 'uq_email'");
		refuse(1048, "Column 'name' cannot be null");
		assertThat(this.connections.opened).hasValue(0);
		assertThat(this.counts.count(ViolationKind.UNIQUE)).isEqualTo(2);
		assertThat(this.counts.count("dataSource", ViolationKind.NOT_NULL)).isEqualTo(1);
		assertThat(this.counts.count("other", ViolationKind.NOT_NULL)).isZero();
		this.connections.down = true;
		List<ViolationCount> constraints = this.counts.constraints();
		assertThat(constraints).extracting(ViolationCount::count).containsExactly(2L, 1L);
		ViolationCount first = constraints.get(0);
		assertThat(first.violation()).extracting(ConstraintViolation::constraint).isEqualTo("uq_email");
		assertThat(first.last()).isAfterOrEqualTo(first.first());
	}

	@Test
	void doesNotCountOtherErrors() {
		refuse(1213, "Deadlock found when trying to get lock");
		assertThat(this.counts.constraints()).isEmpty();
	}

	@Test
	void countsTogetherWhatIsBeyondTheBound() {
		for (int i = 0; i < 250; i++) {
			refuse(1062, "Duplicate entry 'a' for key 'uq_" + i + "'");
		}
		this.connections.down = true;
		List<ViolationCount> constraints = this.counts.constraints();
		assertThat(constraints).hasSize(201);
		assertThat(constraints.get(200).violation()).isNull();
		assertThat(constraints.get(200).count()).isEqualTo(50);
		assertThat(this.counts.count(ViolationKind.UNIQUE)).isEqualTo(250);
		assertThat(this.connections.opened).hasValueLessThan(21);
	}

	private void refuse(int code, String message) {
		this.counts.failed("dataSource", FailureKind.CONSTRAINT, new SQLException(message, "23000", code));
	}

}
