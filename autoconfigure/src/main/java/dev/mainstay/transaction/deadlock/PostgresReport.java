package dev.mainstay.transaction.deadlock;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.util.ClassUtils;

/**
 * What PostgreSQL tells about a deadlock together with the error: in its detail, which
 * process waits for which lock of which other one, and in its context, which table the
 * victim was at.
 */
final class PostgresReport {

	private static final boolean DRIVER_PRESENT = ClassUtils.isPresent("org.postgresql.util.PSQLException",
			PostgresReport.class.getClassLoader());

	private static final Pattern WAIT = Pattern
		.compile("Process (\\d+) waits for (\\w+) on ([^;\\n]+); blocked by process \\d+");

	private static final Pattern RELATION = Pattern.compile("in relation \"((?:[^\"]|\"\")+)\"");

	private static final Pattern OBJECT_ID = Pattern.compile("relation (\\d+) of database");

	private PostgresReport() {
	}

	/**
	 * Read the report.
	 * @param error the error
	 * @return who waited for what, the victim first; empty if the error does not tell
	 */
	static List<Participant> read(SQLException error) {
		return DRIVER_PRESENT ? Known.read(error) : List.of();
	}

	static List<Participant> parse(@Nullable String detail, @Nullable String context) {
		List<Participant> participants = new ArrayList<>();
		Matcher wait = WAIT.matcher((detail != null) ? detail : "");
		while (wait.find()) {
			boolean victim = participants.isEmpty();
			participants
				.add(new Participant(Long.parseLong(wait.group(1)), null, wait.group(2) + " on " + kind(wait.group(3)),
						table(wait.group(3), victim ? context : null), null, false, victim));
		}
		return participants;
	}

	// The numbers of transactions and the places of rows are of no use to anybody.
	private static String kind(String object) {
		boolean row = object.startsWith("tuple") || object.startsWith("transaction")
				|| object.startsWith("speculative");
		return row ? "row" : object.replaceFirst("\\s*[\\d(\\[].*", "");
	}

	private static @Nullable String table(String object, @Nullable String context) {
		Matcher id = OBJECT_ID.matcher(object);
		if (id.find()) {
			return RelationNames.placeholder(id.group(1));
		}
		Matcher relation = RELATION.matcher((context != null) ? context : "");
		return relation.find() ? relation.group(1).replace("\"\"", "\"") : null;
	}

	/**
	 * Keeps the driver's classes out of the way where they are absent.
	 */
	private static final class Known {

		static List<Participant> read(SQLException error) {
			for (Throwable next : error) {
				if (next instanceof PSQLException told) {
					ServerErrorMessage message = told.getServerErrorMessage();
					if (message != null) {
						return parse(message.getDetail(), message.getWhere());
					}
				}
			}
			return List.of();
		}

	}

}
