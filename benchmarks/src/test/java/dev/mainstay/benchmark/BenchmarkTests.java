package dev.mainstay.benchmark;

import java.util.Collection;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every benchmark runs; how fast is not looked at.
 */
class BenchmarkTests {

	@Test
	void everyBenchmarkRuns() throws RunnerException {
		Options options = new OptionsBuilder().include("dev.mainstay.benchmark")
			.mode(Mode.SingleShotTime)
			.timeUnit(TimeUnit.NANOSECONDS)
			.timeout(TimeValue.seconds(10))
			.forks(0)
			.warmupIterations(0)
			.measurementIterations(3)
			.threads(2)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();

		Collection<RunResult> results = new Runner(options).run();

		int fronts = 2 * Front.values().length;
		int guards = 2 * AdmissionBenchmark.Guard.values().length;
		int refusers = RefusalBenchmark.Refuser.values().length;
		int observers = Observer.values().length;
		int transactions = 2 * 2;
		int fingerprints = 4;
		int caches = 2 + 2 + 4;
		assertThat(results).hasSize(fronts + guards + refusers + observers + transactions + fingerprints + caches);
	}

}
