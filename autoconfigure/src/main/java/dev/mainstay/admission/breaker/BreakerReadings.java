package dev.mainstay.admission.breaker;

import java.util.function.Function;

import dev.mainstay.event.Counter;
import dev.mainstay.event.Reading;
import dev.mainstay.event.ReadingSource;

/**
 * Reads how often the breakers have opened.
 */
public final class BreakerReadings implements ReadingSource {

	private final Breakers breakers;

	/**
	 * Create a source.
	 * @param breakers the breakers to read
	 */
	public BreakerReadings(Breakers breakers) {
		this.breakers = breakers;
	}

	@Override
	public void read(Function<String, Reading.Builder> readings) {
		this.breakers.snapshots()
			.forEach((name, breaker) -> readings.apply(name).counter(Counter.BREAKER_TRIPS, breaker.trips()));
	}

}
