package dev.mainstay.testsupport;

import java.io.IOException;
import java.sql.SQLException;

/**
 * A question that a server only answers when it is ready for clients.
 */
@FunctionalInterface
interface Probe {

	/**
	 * Ask once, within a few seconds at most.
	 * @param host where the server listens
	 * @param port where the server listens
	 * @throws IOException if the server is not ready
	 * @throws SQLException if the server is not ready
	 */
	void ask(String host, int port) throws IOException, SQLException;

}
