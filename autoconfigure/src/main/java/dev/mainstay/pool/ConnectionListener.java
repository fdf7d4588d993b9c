package dev.mainstay.pool;

import java.sql.SQLException;

/**
 * Hears of what the connections of a pool tell about the server. Called on whatever
 * thread notices, so it must be quick; must not throw.
 */
public interface ConnectionListener {

	/**
	 * A connection to the server was opened. Never for a pool whose connections are not
	 * opened by us.
	 */
	void opened();

	/**
	 * An attempt to open a connection failed. Never for a pool whose connections are not
	 * opened by us.
	 * @param error what it failed of
	 */
	void failed(Throwable error);

	/**
	 * A connection was tested, and the server answered.
	 */
	void answered();

	/**
	 * A connection was found dead.
	 */
	void lost();

	/**
	 * A caller was given a dead connection, or none for a while, and is about to ask the
	 * pool again.
	 * @throws SQLException if it shall not, because it would wait in vain
	 */
	void askingAgain() throws SQLException;

}
