package dev.mainstay.admission;

/**
 * Who may be refused because too many callers wait.
 */
public enum Shedding {

	/**
	 * Callers that somebody waits for, such as web requests. Scheduled tasks,
	 * asynchronous calls, batches and what happens at the start wait for as long as the
	 * pool lets them.
	 */
	REQUESTS,

	/**
	 * Every caller.
	 */
	ALL

}
