package dev.mainstay.observe.detect;

import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.mainstay.datasource.ConnectionAdvice;
import dev.mainstay.observe.RecordedExecution;
import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link QueryDetector}.
 */
class QueryDetectorTests {

	private final Findings findings = new Findings(Clock.systemUTC(), List::of);

	private final Fingerprints fingerprints = new Fingerprints(SqlDialect.H2);

	private final QueryDetector detector = new QueryDetector(new DetectorSettings(5, 10), () -> true,
			(product) -> this.fingerprints, this.findings, (table) -> null, List.of());

	// A task that asks each of twelve tenants the same
	@Test
	void takesTheSameQueryToOtherDataSourcesForAnother() {
		work(IntStream.range(0, 12).mapToObj((tenant) -> "tenant" + tenant).toList());

		assertThat(this.findings.all()).isEmpty();
	}

	@Test
	void findsIdenticalQueriesToOneOfSeveralDataSources() {
		work(IntStream.range(0, 24).mapToObj((i) -> (i % 2 == 0) ? "menu" : "tenant" + i).toList());

		assertThat(this.findings.all()).singleElement().satisfies((finding) -> {
			assertThat(finding.kind()).isEqualTo(FindingKind.IDENTICAL_QUERIES);
			assertThat(finding.dataSource()).isEqualTo("menu");
			assertThat(finding.count()).isEqualTo(12);
		});
	}

	private void work(List<String> dataSources) {
		try (WorkScope scope = WorkScope.open(WorkKind.SCHEDULED_TASK, () -> null)) {
			for (String dataSource : dataSources) {
				RecordedExecution execution = RecordedExecution.of(dataSource, "select name from setting", 1);
				given(execution.connection().advice()).willReturn(mock(ConnectionAdvice.class));
				this.detector.completed(execution);
			}
			assertThat(scope.isAwaited()).isFalse();
		}
	}

}
