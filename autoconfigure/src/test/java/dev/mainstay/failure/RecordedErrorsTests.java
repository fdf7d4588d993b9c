package dev.mainstay.failure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.mainstay.datasource.DatabaseProduct;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureClassifier} with all errors that were recorded.
 */
class RecordedErrorsTests {

	static Stream<ErrorCorpus.Entry> entries() {
		List<ErrorCorpus.Entry> entries = new ArrayList<>();
		for (String name : ErrorCorpus.NAMES) {
			List<ErrorCorpus.Entry> recorded = ErrorCorpus.read(name);
			assertThat(recorded).as(name).isNotEmpty();
			entries.addAll(recorded);
		}
		return entries.stream();
	}

	@ParameterizedTest
	@MethodSource("entries")
	void meansWhatWasFoundOut(ErrorCorpus.Entry entry) {
		Throwable error = entry.error().replay();
		assertThat(RecordedError.of(error).shape()).isEqualTo(entry.error().shape());

		Failure failure = FailureClassifier.classify(error, entry.product());

		assertThat(failure.kind()).isEqualTo(entry.kind());
		if (entry.commit() != null) {
			SQLException decisive = Objects.requireNonNull(failure.error());
			assertThat(FailureClassifier.atCommit(decisive, entry.product())).isEqualTo(entry.commit());
		}
		else {
			assertThat(failure.rollback()).isEqualTo(entry.rollback());
			assertThat(failure.forbidsCommit()).isEqualTo(entry.forbidsCommit());
		}
	}

	// What other products' rules make of an error is wrong, but must not throw.
	@ParameterizedTest
	@MethodSource("entries")
	void meansSomethingToEveryProduct(ErrorCorpus.Entry entry) {
		Throwable error = entry.error().replay();

		for (DatabaseProduct product : DatabaseProduct.values()) {
			assertThat(FailureClassifier.classify(error, product)).isNotNull();
		}
	}

}
