package dev.mainstay.transaction.strategy;

/**
 * A method says something about its transaction that its strategy contradicts, or has a
 * strategy that does not exist.
 */
public class InvalidStrategyException extends RuntimeException {

	private final String method;

	private final String reason;

	private final String action;

	/**
	 * Create an exception that is explained when the application fails to start.
	 * @param method the method, with its class
	 * @param reason what is wrong, a whole sentence without a full stop
	 * @param action what to change, in whole sentences
	 */
	public InvalidStrategyException(String method, String reason, String action) {
		super("%s: %s".formatted(method, reason));
		this.method = method;
		this.reason = reason;
		this.action = action;
	}

	public String getMethod() {
		return this.method;
	}

	public String getReason() {
		return this.reason;
	}

	public String getAction() {
		return this.action;
	}

}
