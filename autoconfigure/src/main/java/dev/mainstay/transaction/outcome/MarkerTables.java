package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;

/**
 * The tables of markers, one for each data source. Where a session finds its table is
 * asked once, and from then on it is named with its schema: sessions that are led to the
 * schema of a tenant must not look for the marker in another table than they wrote it to.
 */
final class MarkerTables implements EvidenceSource {

	private final String table;

	private final Duration trusted;

	private final Clock clock;

	private final MarkerIds ids;

	private final Map<String, MarkerTable> tables = new ConcurrentHashMap<>();

	MarkerTables(OutcomeSettings settings, Clock clock) {
		this.table = settings.table();
		this.trusted = settings.retention().dividedBy(2);
		this.clock = clock;
		this.ids = new MarkerIds(clock);
	}

	@Override
	public boolean supports(DatabaseProduct product) {
		return MarkerTable.supports(product);
	}

	@Override
	public @Nullable Evidence leave(AdvisedConnection connection) throws SQLException {
		try {
			MarkerTable found = locate(connection.dataSource(), connection.product(), connection.delegate());
			return found.mark(connection, new MarkerId(this.ids.next(), this.clock.millis(), this.clock, this.trusted));
		}
		catch (SQLException ex) {
			if (isMissingOrForbidden(ex)) {
				this.tables.remove(connection.dataSource());
				throw explained(connection.dataSource(), ex);
			}
			throw ex;
		}
	}

	private MarkerTable locate(String dataSource, DatabaseProduct product, Connection session) throws SQLException {
		MarkerTable known = this.tables.get(dataSource);
		if (known == null) {
			known = MarkerTable.locate(session, product, this.table);
			this.tables.put(dataSource, known);
		}
		return known;
	}

	// 90096 is H2's own.
	private static boolean isMissingOrForbidden(SQLException error) {
		String state = error.getSQLState();
		return state != null && (state.startsWith("42") || state.equals("90096"));
	}

	private static SQLException explained(String dataSource, SQLException error) {
		return new SQLException(problem(dataSource, error), error.getSQLState(), error.getErrorCode(), error);
	}

	private static String problem(String dataSource, SQLException error) {
		return "Data source '%s' cannot mark its commits, which db.transaction.outcome-marker.mode=table asks for: %s"
			.formatted(dataSource, error.getMessage());
	}

	@Override
	public @Nullable String findProblem(String dataSource, DatabaseProduct product, Connection beside)
			throws SQLException {
		try {
			MarkerTable found = MarkerTable.locate(beside, product, this.table);
			found.prepare(beside);
			found.read(beside, this.ids.next());
			this.tables.putIfAbsent(dataSource, found);
			return null;
		}
		catch (SQLException ex) {
			if (isMissingOrForbidden(ex)) {
				return problem(dataSource, ex);
			}
			throw ex;
		}
	}

	Set<String> dataSources() {
		return Set.copyOf(this.tables.keySet());
	}

	boolean purge(String dataSource, Connection beside, Duration age) throws SQLException {
		MarkerTable found = this.tables.get(dataSource);
		return found != null && found.purge(beside, age);
	}

}
