package dev.mainstay.endpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.GateSnapshot;
import dev.mainstay.admission.GateStatistics;
import dev.mainstay.admission.Refusal;
import dev.mainstay.admission.SegmentSnapshot;
import dev.mainstay.event.Latencies;

/**
 * The gate in front of a pool as JSON.
 *
 * @param permits how many callers may have a connection at the same time
 * @param inUse how many have one
 * @param waiting how many wait
 * @param standing whether callers have been waiting for longer than the interval without
 * a break
 * @param waits how long those had to wait who had to and got a connection
 * @param refusals how many got none, by reason
 * @param segments the segments that share the permits; none if the pool is not divided
 */
record AdmissionDescriptor(int permits, int inUse, int waiting, boolean standing, WaitsDescriptor waits,
		Map<String, Long> refusals, List<SegmentDescriptor> segments) {

	static AdmissionDescriptor of(Gate gate) {
		GateSnapshot figures = gate.snapshot();
		List<SegmentSnapshot> segments = gate.isDivided() ? gate.segmentSnapshots() : List.of();
		Map<String, GateStatistics> statistics = new HashMap<>();
		gate.segments().forEach((segment) -> statistics.put(segment.name(), segment.statistics()));
		return new AdmissionDescriptor(figures.permits(), figures.inUse(), figures.waiting(), figures.standing(),
				WaitsDescriptor.of(gate.waits()), refusals(gate::refusals),
				segments.stream()
					.map((segment) -> SegmentDescriptor.of(segment,
							Objects.requireNonNull(statistics.get(segment.name()))))
					.toList());
	}

	private static Map<String, Long> refusals(ToLongFunction<Refusal> count) {
		Map<String, Long> refusals = new TreeMap<>();
		for (Refusal reason : Refusal.values()) {
			refusals.put(reason.id(), count.applyAsLong(reason));
		}
		return refusals;
	}

	/**
	 * A segment as JSON.
	 *
	 * @param name its name; {@code default} is that of callers in no other
	 * @param guaranteed how many permits are guaranteed to it
	 * @param max how many it may have at the same time
	 * @param inUse how many it has
	 * @param kept how many more are kept for it that nobody else may have
	 * @param waiting how many of its callers wait
	 * @param standing whether they have been waiting for longer than the interval without
	 * a break
	 * @param waits how long those had to wait who had to and got a connection
	 * @param refusals how many got none, by reason
	 */
	record SegmentDescriptor(String name, int guaranteed, int max, int inUse, int kept, int waiting, boolean standing,
			WaitsDescriptor waits, Map<String, Long> refusals) {

		static SegmentDescriptor of(SegmentSnapshot segment, GateStatistics statistics) {
			return new SegmentDescriptor(segment.name(), segment.guaranteed(), segment.maximum(), segment.inUse(),
					segment.kept(), segment.waiting(), segment.standing(), WaitsDescriptor.of(statistics.waits()),
					AdmissionDescriptor.refusals(statistics::refusals));
		}

	}

	/**
	 * Waits as JSON.
	 *
	 * @param count how many there were
	 * @param p50Ms what half of them did not exceed
	 * @param p99Ms what 99 % of them did not exceed
	 */
	record WaitsDescriptor(long count, double p50Ms, double p99Ms) {

		static WaitsDescriptor of(Latencies waits) {
			return new WaitsDescriptor(waits.count(), millis(waits, 0.5), millis(waits, 0.99));
		}

		private static double millis(Latencies waits, double share) {
			return (waits.count() != 0) ? Numbers.rounded(waits.quantileNanos(share) / 1_000_000) : 0;
		}

	}

}
