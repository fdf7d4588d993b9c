package dev.mainstay.endpoint;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import dev.mainstay.datasource.Secrets;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.sql.NotASingleReadException;

/**
 * Runs one reading statement at {@code /actuator/database/test}. It changes nothing, but
 * it can read everything that the application can, so it is closed until the user opens
 * it.
 */
@Endpoint(id = "databasetest", defaultAccess = Access.NONE)
public class DatabaseTestEndpoint {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final int LONGEST_STATEMENT = 10_000;

	private static final Logger logger = LoggerFactory.getLogger(DatabaseTestEndpoint.class);

	private final ManagedPools pools;

	private final LongSupplier nanoTime;

	/**
	 * Create the endpoint.
	 * @param pools the pools that it runs statements beside
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public DatabaseTestEndpoint(ManagedPools pools, LongSupplier nanoTime) {
		this.pools = pools;
		this.nanoTime = nanoTime;
	}

	/**
	 * Run a statement.
	 * @param sql the statement: a single one that reads, without parameters
	 * @param dataSource the bean name, or {@code null} for the primary data source
	 * @param limit the most rows to return, at most 100, which is also the default
	 * @return the rows, or the database's error
	 */
	@WriteOperation
	public TestDescriptor run(String sql, @Nullable String dataSource, @Nullable Integer limit) {
		int rows = (limit != null) ? limit : ReadingStatement.MOST_ROWS;
		if (rows < 1 || rows > ReadingStatement.MOST_ROWS) {
			throw invalid("'limit' must be from 1 to " + ReadingStatement.MOST_ROWS);
		}
		if (sql.length() > LONGEST_STATEMENT) {
			throw invalid("'sql' must not be longer than " + LONGEST_STATEMENT + " characters");
		}
		ManagedPool pool = new ManagedPoolLookup(this.pools).find(dataSource);
		// The statement may hold personal data, so only its size is written down.
		logger.info("A test statement of {} characters is run on data source '{}'", sql.length(), pool.name());
		try {
			return TestDescriptor.of(pool, new ReadingStatement(pool, TIMEOUT, this.nanoTime).run(sql, rows));
		}
		catch (NotASingleReadException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
		catch (SQLException ex) {
			logger.info("The test statement on data source '{}' failed with SQLState {} and code {}", pool.name(),
					ex.getSQLState(), ex.getErrorCode());
			return TestDescriptor.failed(pool, ex);
		}
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * What a statement read, as JSON.
	 *
	 * @param dataSource the bean name
	 * @param columns the labels of the columns
	 * @param rows the rows; texts longer than 1000 characters are cut, binary values are
	 * given by their size
	 * @param truncated whether there are more rows
	 * @param elapsedMs how long it took
	 * @param error the database's error; absent if there was none
	 */
	public record TestDescriptor(String dataSource, List<String> columns, List<List<@Nullable Object>> rows,
			boolean truncated, long elapsedMs, @Nullable String error) implements OperationResponseBody {

		static TestDescriptor of(ManagedPool pool, ReadingStatement.Rows result) {
			return new TestDescriptor(pool.name(), result.columns(), result.rows(), result.truncated(),
					result.elapsedMillis(), null);
		}

		static TestDescriptor failed(ManagedPool pool, SQLException error) {
			return new TestDescriptor(pool.name(), List.of(), List.of(), false, 0,
					Secrets.mask(String.valueOf(error.getMessage())));
		}

	}

}
