package dev.mainstay.admission;

/**
 * How it is decided that too many callers wait.
 */
public enum AdmissionPolicy {

	/**
	 * By how long the wait would be: a queue that was empty within the last interval is a
	 * burst, which is let in up to the longest wait; one that stands is overload, in
	 * which nobody is let in who would wait longer than the target. After CoDel (Nichols
	 * and Jacobson, "Controlling Queue Delay", 2012), decided at the entrance as Facebook
	 * does for its services ("Fail at Scale", 2015).
	 */
	CODEL,

	/**
	 * By how many callers wait.
	 */
	FIXED

}
