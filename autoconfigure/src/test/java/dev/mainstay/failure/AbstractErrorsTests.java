package dev.mainstay.failure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Provokes errors on a real database and looks whether they are what was recorded, and
 * whether what is said of them is true: each happens in a transaction that has written a
 * row, and whether the row is there after a commit is looked up by another session.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractErrorsTests {

	private final String corpus;

	private final DatabaseProduct product;

	private final List<ErrorCorpus.Entry> recorded = new ArrayList<>();

	private int row;

	AbstractErrorsTests(String corpus, DatabaseProduct product) {
		this.corpus = corpus;
		this.product = product;
	}

	abstract TestDatabase database();

	abstract List<Provocation> provocations();

	Connection connect() throws SQLException {
		return database().connect();
	}

	@TestFactory
	Stream<DynamicTest> isWhatWasRecordedAndTellsTheTruth() {
		return provocations().stream().map((provocation) -> DynamicTest.dynamicTest(provocation.name(), () -> {
			ErrorCorpus.Entry entry = run(provocation);
			if (ErrorCorpus.RECORDING) {
				this.recorded.add(entry);
			}
			else {
				List<ErrorCorpus.Entry> known = ErrorCorpus.read(this.corpus);
				assertThat(known).filteredOn((candidate) -> candidate.name().equals(entry.name()))
					.singleElement()
					.satisfies((candidate) -> assertThat(candidate.error().shape()).isEqualTo(entry.error().shape()))
					.satisfies((candidate) -> assertThat(candidate.kind()).isEqualTo(entry.kind()));
			}
		}));
	}

	@AfterAll
	void keep() {
		if (ErrorCorpus.RECORDING) {
			ErrorCorpus.write(this.corpus, this.recorded);
		}
	}

	private ErrorCorpus.Entry run(Provocation provocation) throws Exception {
		int id = ++this.row;
		try (Connection connection = connect()) {
			connection.setAutoCommit(false);
			if (provocation.isolation() != 0) {
				connection.setTransactionIsolation(provocation.isolation());
			}
			Sql.run(connection, "INSERT INTO witness VALUES (" + id + ")");
			Throwable thrown = Assertions.catchThrowable(() -> provocation.deed().on(connection));
			assertThat(thrown).as("what was provoked").isNotNull();
			Throwable error = unwrapped(thrown);
			Failure failure = FailureClassifier.classify(error, this.product);
			Failure told = FailureClassifier.classify(error, null);
			assertThat(failure.kind()).as(error.toString()).isEqualTo(provocation.kind());
			assertThat(told).as("product told from the driver").isEqualTo(failure);
			if (provocation.commit() != null) {
				assertThat(FailureClassifier.atCommit(Objects.requireNonNull(failure.error()), this.product))
					.isEqualTo(provocation.commit());
				assertThatCommitIsAsToldIn(provocation.commit(), connection, id);
				return new ErrorCorpus.Entry(provocation.name(), this.product, failure.kind(), null, false,
						provocation.commit(), RecordedError.of(error));
			}
			assertThat(failure.rollback()).isEqualTo(provocation.rollback());
			assertThatRollbackIsAsToldIn(failure, connection, id);
			return new ErrorCorpus.Entry(provocation.name(), this.product, failure.kind(), failure.rollback(),
					failure.forbidsCommit(), null, RecordedError.of(error));
		}
	}

	// What another thread got for this one.
	private static Throwable unwrapped(Throwable error) {
		return (error instanceof ExecutionException && error.getCause() != null) ? error.getCause() : error;
	}

	private void assertThatCommitIsAsToldIn(CommitFailure commit, Connection connection, int id) throws SQLException {
		if (commit == CommitFailure.SEND_AGAIN) {
			beforeCommitIsSentAgain();
			connection.commit();
			assertThat(rows(id)).as("rows after the second commit").isOne();
			return;
		}
		assertThat(rows(id)).as("rows after the failed commit").isZero();
		if (commit == CommitFailure.STILL_OPEN) {
			beforeCommitIsSentAgain(connection);
			connection.commit();
			assertThat(rows(id)).as("rows once the obstacle is gone").isOne();
		}
	}

	void beforeCommitIsSentAgain() throws SQLException {
	}

	void beforeCommitIsSentAgain(Connection connection) throws SQLException {
	}

	private void assertThatRollbackIsAsToldIn(Failure failure, Connection connection, int id) throws SQLException {
		SQLException refusal = goOnAndCommit(connection, -id);
		switch (failure.rollback()) {
			case DONE -> assertThat(rows(id)).as("rows of a dead transaction").isZero();
			case NEEDED -> assertThat(rows(id)).as("rows of a living transaction").isOne();
			case NOTHING_BEGAN, NOT_KNOWN -> {
			}
		}
		boolean half = failure.rollback() == Rollback.DONE && refusal == null && rows(-id) == 1;
		assertThat(failure.forbidsCommit()).as("whether the other half was committed").isEqualTo(half);
	}

	// As an application does that has swallowed the error.
	private static @Nullable SQLException goOnAndCommit(Connection connection, int id) {
		try {
			Sql.run(connection, "INSERT INTO witness VALUES (" + id + ")");
		}
		catch (SQLException ex) {
			// Told by the commit or by the rows.
		}
		try {
			connection.commit();
			return null;
		}
		catch (SQLException ex) {
			return ex;
		}
	}

	private long rows(int id) throws SQLException {
		try (Connection observer = database().connect()) {
			return Sql.number(observer, "SELECT count(*) FROM witness WHERE id = " + id);
		}
	}

}
