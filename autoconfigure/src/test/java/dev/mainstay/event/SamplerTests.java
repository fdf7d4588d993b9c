package dev.mainstay.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sampler} and {@link Sample}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SamplerTests {

	private final List<Sample> samples = new ArrayList<>();

	private Instant now = Instant.parse("2026-01-01T08:00:00Z");

	private long statements;

	private double active = 4;

	private final Clock clock = new Clock() {

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(java.time.ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return SamplerTests.this.now;
		}

	};

	private final ReadingSource source = (readings) -> readings.apply("orders")
		.gauge(Gauge.CONNECTIONS_ACTIVE, this.active)
		.gauge(Gauge.CONNECTIONS_LIMIT, 20)
		.counter(Counter.STATEMENTS, this.statements)
		.counter(Counter.SLOW_STATEMENTS, this.statements / 10)
		.counter(Counter.ACQUIRE_TIMEOUTS, this.statements / 100)
		.errors("deadlock", this.statements / 50);

	@Test
	void theFirstCallOnlyBegins() {
		Sampler sampler = new Sampler(List.of(this.source), List.of(this.samples::add), this.clock);

		sampler.sample();

		assertThat(this.samples).isEmpty();
	}

	@Test
	void passesOnWhatHasHappenedSince() {
		Sampler sampler = new Sampler(List.of(this.source), List.of(this.samples::add), this.clock);
		sampler.sample();
		this.statements = 300;
		this.active = 10;
		this.now = this.now.plus(Duration.ofSeconds(30));

		sampler.sample();

		Sample sample = this.samples.get(0);
		assertThat(sample.dataSource()).isEqualTo("orders");
		assertThat(sample.length()).isEqualTo(Duration.ofSeconds(30));
		assertThat(sample.value(Signal.STATEMENTS)).isEqualTo(300);
		assertThat(sample.value(Signal.STATEMENTS_PER_SECOND)).isEqualTo(10);
		assertThat(sample.value(Signal.SLOW_SHARE)).isEqualTo(10);
		assertThat(sample.value(Signal.CONNECTION_UTILIZATION)).isEqualTo(50);
		assertThat(sample.value(Signal.CONNECTION_ERRORS_PER_MINUTE)).isEqualTo(6);
		assertThat(sample.errors()).isEqualTo(Map.of("deadlock", 6L));
	}

	@Test
	void whatCouldNotBeMeasuredHasNoValue() {
		Sampler sampler = new Sampler(List.of(this.source), List.of(this.samples::add), this.clock);
		sampler.sample();
		this.now = this.now.plusSeconds(10);

		sampler.sample();

		assertThat(this.samples.get(0).value(Signal.SLOW_SHARE)).isNull();
		assertThat(this.samples.get(0).value(Signal.STATEMENT_MEAN)).isNull();
		assertThat(this.samples.get(0).value(Signal.CACHE_HIT_RATIO)).isNull();
		assertThat(this.samples.get(0).value(Signal.STATEMENTS)).isZero();
	}

	@Test
	void saysNothingOfStatementsThatNobodyObserved() {
		AtomicBoolean observing = new AtomicBoolean(true);
		ReadingSource observation = (readings) -> readings.apply("orders").observing(observing.get());
		Sampler sampler = new Sampler(List.of(this.source, observation), List.of(this.samples::add), this.clock);
		boolean[] states = { true, true, false, false, true, true };
		for (boolean state : states) {
			observing.set(state);
			this.statements += 10;
			sampler.sample();
			this.now = this.now.plusSeconds(10);
		}

		assertThat(this.samples).extracting((sample) -> sample.value(Signal.STATEMENTS))
			.containsExactly(10.0, null, null, null, 10.0);
		assertThat(this.samples).extracting((sample) -> sample.value(Signal.CONNECTIONS_ACTIVE)).containsOnly(4.0);
	}

	@Test
	void aClockThatGoesBackBeginsAnew() {
		Sampler sampler = new Sampler(List.of(this.source), List.of(this.samples::add), this.clock);
		sampler.sample();
		this.now = this.now.minusSeconds(100);
		sampler.sample();
		this.now = this.now.plusSeconds(10);
		sampler.sample();

		assertThat(this.samples).singleElement().extracting(Sample::length).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void goesOnWithoutWhatFails(CapturedOutput output) {
		ReadingSource broken = (readings) -> {
			throw new IllegalStateException("planted");
		};
		SampleListener deaf = (sample) -> {
			throw new IllegalStateException("planted");
		};
		Sampler sampler = new Sampler(List.of(broken, this.source), List.of(deaf, this.samples::add), this.clock);

		for (int i = 0; i < 3; i++) {
			sampler.sample();
			this.now = this.now.plusSeconds(10);
		}

		assertThat(this.samples).hasSize(2);
		assertThat(output.toString().split("which failed", -1)).hasSize(3);
	}

	@Test
	void everySignalIsFoundByItsName() {
		for (Signal signal : Signal.values()) {
			assertThat(Signal.ofId(signal.id())).isSameAs(signal);
		}
		assertThat(Signal.ofId("nonsense")).isNull();
	}

}
