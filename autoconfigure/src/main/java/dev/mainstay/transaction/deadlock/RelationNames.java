package dev.mainstay.transaction.deadlock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Names of PostgreSQL's tables, where an error names them by number only.
 */
final class RelationNames {

	private static final String PREFIX = "relation ";

	private RelationNames() {
	}

	static String placeholder(String objectId) {
		return PREFIX + objectId;
	}

	static boolean areMissing(List<Participant> participants) {
		return participants.stream().anyMatch((participant) -> isPlaceholder(participant.table()));
	}

	private static boolean isPlaceholder(@Nullable String table) {
		return table != null && table.startsWith(PREFIX);
	}

	/**
	 * Put names where there are numbers.
	 * @param participants who waited for what
	 * @param connection a connection to the database
	 * @return the participants, with names as far as there are any
	 * @throws SQLException if the database does not answer
	 */
	static List<Participant> fillIn(List<Participant> participants, Connection connection) throws SQLException {
		List<Participant> named = new ArrayList<>();
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT relname FROM pg_catalog.pg_class WHERE oid = CAST(? AS oid)")) {
			for (Participant participant : participants) {
				String table = participant.table();
				named.add((table != null && isPlaceholder(table)) ? named(participant, table, statement) : participant);
			}
		}
		return named;
	}

	private static Participant named(Participant participant, String placeholder, PreparedStatement statement)
			throws SQLException {
		statement.setString(1, placeholder.substring(PREFIX.length()));
		try (ResultSet rows = statement.executeQuery()) {
			return rows.next() ? participant.withTable(rows.getString(1)) : participant;
		}
	}

}
