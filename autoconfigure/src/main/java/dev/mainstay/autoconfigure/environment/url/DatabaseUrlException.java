package dev.mainstay.autoconfigure.environment.url;

/**
 * An address of a database can't be read.
 */
public class DatabaseUrlException extends RuntimeException {

	private final String reason;

	private final String action;

	DatabaseUrlException(String reason, String action) {
		super(reason);
		this.reason = reason;
		this.action = action;
	}

	/**
	 * Return what is wrong.
	 * @return the end of a sentence that starts with "the value"
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * Return what to type instead.
	 * @return one or more sentences
	 */
	public String getAction() {
		return this.action;
	}

}
