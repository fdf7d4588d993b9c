package dev.mainstay.benchmark.startup;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Starts an application with and without Mainstay, in turns, and prints how long it took.
 */
public final class StartupComparison {

	private static final int DEFAULT_SAMPLES = 15;

	private StartupComparison() {
	}

	/**
	 * Compare.
	 * @param arguments the number of samples of each kind, 15 if not given
	 * @throws IOException if a virtual machine cannot be started
	 * @throws InterruptedException if the comparison is interrupted
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		int samples = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : DEFAULT_SAMPLES;
		System.out.println("| web | Mainstay | median ms | p90 ms | against absent | median CPU ms | against absent |");
		System.out.println("|---|---|---|---|---|---|---|");
		for (String web : List.of("none", "servlet")) {
			print(web, measure(web, samples));
		}
	}

	// The first round reads the jars into the page cache and is not counted.
	private static List<Samples> measure(String web, int rounds) throws IOException, InterruptedException {
		List<Samples> all = new ArrayList<>();
		for (Variant variant : Variant.values()) {
			Sampler sampler = new Sampler(variant, web);
			sampler.sample();
			all.add(new Samples(variant, sampler, new ArrayList<>()));
		}
		List<Samples> order = new ArrayList<>(all);
		for (int i = 0; i < rounds; i++) {
			for (Samples samples : order) {
				samples.starts().add(samples.sampler().sample());
			}
			Collections.rotate(order, 1);
		}
		return all;
	}

	private static void print(String web, List<Samples> all) {
		for (Samples samples : all) {
			System.out.printf("| %s | %s | %d | %d | %s | %d | %s |%n", web, samples.variant(),
					samples.percentile(Sample::elapsed, 50), samples.percentile(Sample::elapsed, 90),
					samples.against(all.get(0), Sample::elapsed), samples.percentile(Sample::cpu, 50),
					samples.against(all.get(0), Sample::cpu));
		}
	}

	private static long percentile(Stream<Duration> durations, int percent) {
		List<Duration> sorted = durations.sorted().toList();
		return sorted.get((sorted.size() - 1) * percent / 100).toMillis();
	}

	/**
	 * The starts of one variant, one per round.
	 */
	private record Samples(Variant variant, Sampler sampler, List<Sample> starts) {

		long percentile(Function<Sample, Duration> figure, int percent) {
			return StartupComparison.percentile(this.starts.stream().map(figure), percent);
		}

		// Within each round, because what else the machine does changes between them.
		String against(Samples other, Function<Sample, Duration> figure) {
			Stream<Duration> differences = IntStream.range(0, this.starts.size())
				.mapToObj((i) -> figure.apply(this.starts.get(i)).minus(figure.apply(other.starts.get(i))));
			long more = StartupComparison.percentile(differences, 50);
			return String.format("%+d ms, %+.1f %%", more, 100.0 * more / other.percentile(figure, 50));
		}

	}

}
