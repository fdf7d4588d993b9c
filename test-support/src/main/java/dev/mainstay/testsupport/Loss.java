package dev.mainstay.testsupport;

/**
 * What the network loses of a request, along with the connection that carries it.
 */
public enum Loss {

	/**
	 * The request: the server never sees it.
	 */
	REQUEST,

	/**
	 * The answer: the server has done what it was asked for, and its client never hears
	 * of it.
	 */
	ANSWER,

	/**
	 * The connection, right after the request was passed on: the server may still be at
	 * it when the client has noticed.
	 */
	CONNECTION

}
