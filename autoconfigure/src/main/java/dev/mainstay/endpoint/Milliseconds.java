package dev.mainstay.endpoint;

import java.time.Duration;

/**
 * Durations as people read them in JSON: milliseconds with as much behind the point as
 * matters.
 */
final class Milliseconds {

	private Milliseconds() {
	}

	static double of(double nanos) {
		return Math.round(nanos / 1_000) / 1_000.0;
	}

	static double of(Duration duration) {
		return of(duration.toNanos());
	}

}
