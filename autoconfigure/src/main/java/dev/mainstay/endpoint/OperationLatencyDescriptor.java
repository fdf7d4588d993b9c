package dev.mainstay.endpoint;

import java.util.List;
import java.util.Map;

import dev.mainstay.event.Latencies;

/**
 * How long the statements of an operation took, as JSON.
 *
 * @param operation the operation
 * @param statements how many there were
 * @param meanMs average duration
 * @param p50Ms duration that half of them did not exceed
 * @param p95Ms duration that 95 % of them did not exceed
 * @param p99Ms duration that 99 % of them did not exceed
 * @param maxMs longest duration
 */
record OperationLatencyDescriptor(String operation, long statements, double meanMs, double p50Ms, double p95Ms,
		double p99Ms, double maxMs) {

	private static final int MOST = 21;

	static List<OperationLatencyDescriptor> of(List<Map.Entry<String, Latencies>> operations) {
		return operations.stream().limit(MOST).map((one) -> of(one.getKey(), one.getValue())).toList();
	}

	private static OperationLatencyDescriptor of(String operation, Latencies latencies) {
		return new OperationLatencyDescriptor(operation, latencies.count(), millis(latencies.meanNanos()),
				millis(latencies.quantileNanos(0.5)), millis(latencies.quantileNanos(0.95)),
				millis(latencies.quantileNanos(0.99)), millis(latencies.maxNanos()));
	}

	private static double millis(double nanos) {
		return Numbers.rounded(nanos / 1_000_000);
	}

}
