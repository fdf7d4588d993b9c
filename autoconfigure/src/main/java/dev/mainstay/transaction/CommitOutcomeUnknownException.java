package dev.mainstay.transaction;

import org.springframework.transaction.TransactionSystemException;

/**
 * The connection was lost while a commit was under way, and nothing tells whether the
 * work was done. It is not repeated, because that might do it twice: look first. With
 * {@code db.transaction.outcome-marker} the answer is found in the database instead.
 */
public final class CommitOutcomeUnknownException extends TransactionSystemException {

	private static final long serialVersionUID = 1L;

	private final String operation;

	/**
	 * Create the exception.
	 * @param operation the name of the unit of work
	 * @param cause the error as it arrived
	 */
	public CommitOutcomeUnknownException(String operation, Throwable cause) {
		super("It is not known whether '%s' was committed: the connection was lost while the commit was under way. "
			.formatted(operation) + "Look before it is repeated; db.transaction.outcome-marker lets the database tell",
				cause);
		this.operation = operation;
	}

	/**
	 * Return which work it is about.
	 * @return the name of the unit of work
	 */
	public String operation() {
		return this.operation;
	}

}
