package dev.mainstay.event;

/**
 * Hears of every {@link Sample}. Called on a background thread, one sample after the
 * other.
 */
@FunctionalInterface
public interface SampleListener {

	/**
	 * A window of time is over.
	 * @param sample what was measured in it
	 */
	void sampled(Sample sample);

}
