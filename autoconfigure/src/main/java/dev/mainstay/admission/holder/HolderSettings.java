package dev.mainstay.admission.holder;

import java.time.Duration;

/**
 * What is told about those who have connections.
 */
public interface HolderSettings {

	/**
	 * Return how often a report may be logged for one data source, or for one segment
	 * that has its maximum.
	 * @return the shortest time between two; zero for no report
	 */
	Duration reportInterval();

	/**
	 * Return for how long a connection may be held without a statement until that is
	 * told.
	 * @return the time; zero to tell of none
	 */
	Duration idleHeldThreshold();

	/**
	 * Return whether HTTP calls of threads that hold a connection are counted and told.
	 * @return whether they are
	 */
	boolean httpCalls();

}
