package dev.mainstay.failure;

import java.util.Locale;

/**
 * What a database error means to the one who has to react to it. The set is closed:
 * errors that nobody reacts to are {@link #OTHER}.
 */
public enum FailureKind {

	/**
	 * The transaction was chosen to end a deadlock.
	 */
	DEADLOCK(Reaction.RETRY),

	/**
	 * The transaction does not fit with another one that was committed meanwhile.
	 */
	SERIALIZATION_CONFLICT(Reaction.RETRY),

	/**
	 * A row was changed by somebody else since it was read, as its version tells.
	 */
	OPTIMISTIC_LOCK(Reaction.RETRY),

	/**
	 * A statement waited longer for a lock than it may.
	 */
	LOCK_TIMEOUT(Reaction.RETRY_IF_WANTED),

	/**
	 * A statement that does not wait for locks found one.
	 */
	LOCK_NOT_AVAILABLE(Reaction.RETRY_IF_WANTED),

	/**
	 * A statement took longer than the server or the driver lets it.
	 */
	STATEMENT_TIMEOUT(Reaction.GIVE_UP),

	/**
	 * Somebody asked for the statement to be cancelled.
	 */
	CANCELLED(Reaction.GIVE_UP),

	/**
	 * The server ended a session that sat in a transaction without doing anything.
	 */
	IDLE_TRANSACTION_TIMEOUT(Reaction.GIVE_UP),

	/**
	 * The server ended a session whose transaction took too long.
	 */
	TRANSACTION_TIMEOUT(Reaction.GIVE_UP),

	/**
	 * The server ended a session that did nothing, outside a transaction.
	 */
	IDLE_SESSION_TIMEOUT(Reaction.GIVE_UP),

	/**
	 * The connection broke, or was ended by the server.
	 */
	CONNECTION_LOST(Reaction.RETRY_WITHIN_BUDGET),

	/**
	 * No connection could be opened: the server is away, or refuses.
	 */
	CANNOT_CONNECT(Reaction.RETRY_WITHIN_BUDGET),

	/**
	 * The server takes no further connections.
	 */
	TOO_MANY_CONNECTIONS(Reaction.RETRY_WITHIN_BUDGET),

	/**
	 * All connections of the pool were in use for as long as a caller may wait, or so
	 * many wait already that it was refused at once.
	 */
	POOL_EXHAUSTED(Reaction.GIVE_UP),

	/**
	 * No connection was asked for, because the last attempts to connect have failed.
	 */
	CIRCUIT_OPEN(Reaction.GIVE_UP),

	/**
	 * A write was refused because the transaction was begun as read-only.
	 */
	READ_ONLY_TRANSACTION(Reaction.GIVE_UP),

	/**
	 * A write was refused because the server itself takes none: a replica, or a primary
	 * that was demoted.
	 */
	READ_ONLY_SERVER(Reaction.RETRY_ONCE),

	/**
	 * The server no longer knows a prepared statement, or it no longer fits the tables.
	 */
	STALE_STATEMENT(Reaction.RETRY_ONCE),

	/**
	 * A statement was sent in a transaction that has failed before.
	 */
	TRANSACTION_ABORTED(Reaction.GIVE_UP),

	/**
	 * A row breaks a rule of its table.
	 */
	CONSTRAINT(Reaction.RETRY_IF_WANTED),

	/**
	 * A value does not fit its column or its type.
	 */
	INVALID_DATA(Reaction.GIVE_UP),

	/**
	 * The statement itself is wrong, or not allowed.
	 */
	BAD_STATEMENT(Reaction.GIVE_UP),

	/**
	 * The server lacks disk, memory or the like, or found its files damaged.
	 */
	RESOURCE_EXHAUSTED(Reaction.GIVE_UP),

	/**
	 * It is not known whether a commit has happened.
	 */
	COMMIT_OUTCOME_UNKNOWN(Reaction.GIVE_UP),

	/**
	 * A change was not committed, because other instances of the application could not be
	 * told to expect it.
	 */
	NOT_ANNOUNCED(Reaction.RETRY_WITHIN_BUDGET),

	/**
	 * Anything else.
	 */
	OTHER(Reaction.GIVE_UP);

	private final Reaction reaction;

	private final String id;

	FailureKind(Reaction reaction) {
		this.reaction = reaction;
		this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return the name for meters and endpoints.
	 * @return the name in lower case with dashes, such as {@code connection-lost}
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return what to do about a unit of work that failed like this, once it is rolled
	 * back.
	 * @return the reaction
	 */
	public Reaction reaction() {
		return this.reaction;
	}

	/**
	 * Return whether the session is gone, so that its connection is of no more use.
	 * @return whether a connection with such an error is dead
	 */
	public boolean endsSession() {
		return switch (this) {
			case IDLE_TRANSACTION_TIMEOUT, TRANSACTION_TIMEOUT, IDLE_SESSION_TIMEOUT, CONNECTION_LOST -> true;
			default -> false;
		};
	}

	/**
	 * Return whether the trouble passes by itself, so that whoever asked may ask again
	 * later.
	 * @return whether a later attempt of the same work may succeed
	 */
	public boolean isTransient() {
		return this.reaction != Reaction.GIVE_UP && this != CONSTRAINT || this == POOL_EXHAUSTED
				|| this == CIRCUIT_OPEN;
	}

	/**
	 * What to do about a unit of work that failed.
	 */
	public enum Reaction {

		/**
		 * Try again, with a fresh transaction.
		 */
		RETRY,

		/**
		 * Try again on another connection, if not everybody does so at the same time.
		 */
		RETRY_WITHIN_BUDGET,

		/**
		 * Try again a single time: if it fails likewise, it always will.
		 */
		RETRY_ONCE,

		/**
		 * Try again only if the one who wrote the work says that this helps.
		 */
		RETRY_IF_WANTED,

		/**
		 * Leave it at that.
		 */
		GIVE_UP

	}

}
