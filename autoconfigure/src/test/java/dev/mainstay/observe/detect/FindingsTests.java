package dev.mainstay.observe.detect;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Findings}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FindingsTests {

	private final SettableClock clock = new SettableClock();

	private final List<Finding> heard = new ArrayList<>();

	private final Findings findings = new Findings(this.clock, () -> List.of((finding) -> {
		throw new IllegalStateException("planted");
	}, this.heard::add));

	private @Nullable LiveFinding see(String place, long count) {
		FindingKind kind = FindingKind.N_PLUS_ONE;
		LiveFinding live = this.findings.seen(new FindingKey(kind, place, "f"), "Box.open", count,
				(now) -> new Finding(kind, place, "Box.open", "db", "f", "select ?", "box", null, count, count, 1, now,
						now, "Do not"));
		if (live != null) {
			this.findings.counted(live, count, true);
		}
		return live;
	}

	// The error of the bean factory ended the search for good
	@Test
	void goesOnWhenTheListenersOfFindingsCannotBeMade() {
		AtomicInteger asked = new AtomicInteger();
		Findings unheard = new Findings(Clock.systemUTC(), () -> {
			asked.incrementAndGet();
			throw new IllegalStateException("planted");
		});
		LiveFinding finding = unheard.seen(new FindingKey(FindingKind.IN_MEMORY_PAGINATION, "here", null), null, 1,
				(now) -> new Finding(FindingKind.IN_MEMORY_PAGINATION, "here", null, null, null, null, null, null, 1, 1,
						1, now, now, "Do not"));

		assertThatNoException().isThrownBy(() -> unheard.counted(Objects.requireNonNull(finding), 2, true));

		assertThat(asked).hasValue(1);
		assertThat(unheard.all()).singleElement().extracting(Finding::count).isEqualTo(2L);
	}

	@Test
	void isToldOncePerHourAndPlace(CapturedOutput output) {
		see("a", 50);
		see("a", 60);
		see("b", 5);
		assertThat(output.toString().lines().filter((line) -> line.contains("N+1 queries"))).hasSize(2)
			.first()
			.asString()
			.contains("N+1 queries of 'box' in 'Box.open' at a on data source 'db': select ?. Do not (50 times)");
		this.clock.now = this.clock.now.plus(Duration.ofHours(1));
		see("a", 7);
		assertThat(output.toString().lines().filter((line) -> line.contains("N+1 queries"))).hasSize(3);
		Finding finding = this.findings.all().get(0);
		assertThat(finding.count()).isEqualTo(7);
		assertThat(finding.worstCount()).isEqualTo(60);
		assertThat(finding.units()).isEqualTo(3);
		assertThat(finding.lastSeen()).isEqualTo(this.clock.now);
		assertThat(this.findings.sightings(FindingKind.N_PLUS_ONE)).isEqualTo(4);
	}

	@Test
	void aListenerThatFailsHearsOfNothingMore(CapturedOutput output) {
		see("a", 5);
		see("b", 5);
		assertThat(this.heard).extracting(Finding::place).containsExactly("a", "b");
		assertThat(output).containsOnlyOnce("planted");
	}

	@Test
	void keepsTwoHundredAndTellsNoMore(CapturedOutput output) {
		for (int i = 0; i < 300; i++) {
			see("place " + i, 5);
		}
		assertThat(this.findings.all()).hasSize(Findings.MOST);
		assertThat(this.findings.omitted()).isEqualTo(100);
		assertThat(output).doesNotContain("place 250");
		this.clock.now = this.clock.now.plus(Duration.ofHours(2));
		see("late", 5);
		assertThat(this.findings.all()).hasSize(Findings.MOST).first().extracting(Finding::place).isEqualTo("late");
	}

	@Test
	void judgesCountsByTheirFigures() {
		CountQueries counts = new CountQueries(this.findings, (table) -> "Box");
		Fingerprint count = Fingerprint.of("select count(*) from box b where b.x = 1", SqlDialect.ANSI);
		long second = Duration.ofSeconds(1).toNanos();
		assertThat(counts.judge("db", count, 19, 100 * second, 100 * second)).isFalse();
		assertThat(counts.judge("db", count, 100, second, 100 * second)).isFalse();
		assertThat(counts.judge("db", Fingerprint.of("select x from box", SqlDialect.ANSI), 100, 50 * second,
				100 * second))
			.isFalse();
		assertThat(counts.judge("db", count, 20, 2 * second, 1000 * second)).isTrue();
		assertThat(counts.judge("db", count, 1000, 10 * second, 100 * second)).isTrue();
		assertThat(this.findings.of(FindingKind.EXPENSIVE_COUNT)).singleElement().satisfies((finding) -> {
			assertThat(finding.entity()).isEqualTo("Box");
			assertThat(finding.advice()).contains("Slice");
			assertThat(finding.count()).isEqualTo(1000);
		});
	}

	/**
	 * A clock that is set by hand.
	 */
	private static final class SettableClock extends Clock {

		private Instant now = Instant.parse("2026-01-01T00:00:00Z");

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
