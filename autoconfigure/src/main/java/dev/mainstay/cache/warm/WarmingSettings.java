package dev.mainstay.cache.warm;

import java.time.Duration;

/**
 * How much is read in the background.
 */
public interface WarmingSettings {

	/**
	 * Return how often is looked for what to read.
	 * @return the time between two turns
	 */
	Duration interval();

	/**
	 * Return how many threads read.
	 * @return the number, at least 1; each uses one connection at most
	 */
	int threads();

	/**
	 * Return how many questions are kept ready.
	 * @return the most, at least 1
	 */
	int maxQuestions();

	/**
	 * Return how many answers are read in a second.
	 * @return the most, greater than 0
	 */
	double maxRate();

	/**
	 * Return how much of their time the threads read.
	 * @return the largest share, greater than 0 and at most 1
	 */
	double maxShare();

}
