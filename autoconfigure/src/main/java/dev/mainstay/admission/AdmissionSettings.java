package dev.mainstay.admission;

import java.time.Duration;

/**
 * How a {@link Gate} decides.
 */
public interface AdmissionSettings {

	/**
	 * Return how it is decided that too many callers wait.
	 * @return the policy
	 */
	AdmissionPolicy policy();

	/**
	 * Return who may be refused.
	 * @return who
	 */
	Shedding shed();

	/**
	 * Return how many callers that may be refused may wait at the same time.
	 * @return the number, at least 0
	 */
	int maxQueue();

	/**
	 * Return how long a wait may be while the queue stands; {@link AdmissionPolicy#CODEL}
	 * only.
	 * @return the time
	 */
	Duration target();

	/**
	 * Return how long callers must have waited without a break for the queue to stand;
	 * {@link AdmissionPolicy#CODEL} only.
	 * @return the time
	 */
	Duration interval();

	/**
	 * Return the longest wait of a caller that may be refused.
	 * @return the time; others wait as long as the pool lets them
	 */
	Duration maxWait();

	/**
	 * Return how many connections are kept for threads that have one already.
	 * @return the number, 0 for none
	 */
	int nestedReserve();

	/**
	 * Return which part of a guarantee is lent to others while it has not been used for a
	 * while.
	 * @return the share, from 0 (nothing) to 1 (all of it)
	 */
	double lentShare();

	/**
	 * Return which part of a segment must be free for a caller who prefers it to be in
	 * it, rather than in the next one that it names.
	 * @return the share, from 0 to 1
	 */
	double freeShare();

}
