package dev.mainstay.failure;

import java.sql.SQLException;

/**
 * Hears of every error that a database gives to the application. Called on the thread
 * that gets the error, before it does: an implementation must be brief, must not use the
 * connection, and is switched off when it throws.
 */
@FunctionalInterface
public interface FailureListener {

	/**
	 * An error has happened.
	 * @param dataSource the bean name of the data source
	 * @param kind the kind of the error
	 * @param error the error as the driver raised it; its message may hold row values
	 */
	void failed(String dataSource, FailureKind kind, SQLException error);

}
