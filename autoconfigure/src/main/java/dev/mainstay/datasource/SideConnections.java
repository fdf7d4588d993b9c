package dev.mainstay.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Connections of their own, beside the pools, for questions that must not use the
 * connection that they are about. Safe for use by many threads.
 */
public interface SideConnections {

	/**
	 * Return the data sources that connections can be opened for.
	 * @return their bean names, the primary one first; empty before there is any
	 */
	List<String> dataSources();

	/**
	 * Return the product that a data source connects to.
	 * @param dataSource the bean name
	 * @return the product, or {@code null} if there is no such data source
	 */
	@Nullable DatabaseProduct product(String dataSource);

	/**
	 * Open a connection to the database of a data source.
	 * @param dataSource the bean name
	 * @param timeout the longest time for connecting and for each answer; drivers that
	 * know only seconds round up
	 * @return a connection that the caller closes
	 * @throws SQLException if there is no such data source or the server cannot be
	 * reached
	 */
	Connection open(String dataSource, Duration timeout) throws SQLException;

}
