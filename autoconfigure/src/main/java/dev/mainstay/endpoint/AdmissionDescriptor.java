package dev.mainstay.endpoint;

import java.util.Map;
import java.util.TreeMap;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.GateSnapshot;
import dev.mainstay.admission.Refusal;
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
 */
record AdmissionDescriptor(int permits, int inUse, int waiting, boolean standing, WaitsDescriptor waits,
		Map<String, Long> refusals) {

	static AdmissionDescriptor of(Gate gate) {
		GateSnapshot figures = gate.snapshot();
		Map<String, Long> refusals = new TreeMap<>();
		for (Refusal reason : Refusal.values()) {
			refusals.put(reason.id(), gate.statistics().refusals(reason));
		}
		return new AdmissionDescriptor(figures.permits(), figures.inUse(), figures.waiting(), figures.standing(),
				WaitsDescriptor.of(gate.statistics().waits()), refusals);
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
