package dev.mainstay.transaction.deadlock;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What InnoDB tells about the latest deadlock in its status. The status has the text of
 * statements and the values of rows in it, too; they are passed over.
 */
final class InnodbReport {

	private static final String HEADING = "LATEST DETECTED DEADLOCK";

	private static final Pattern TRANSACTION = Pattern.compile("\\*\\*\\* \\((\\d+)\\) TRANSACTION:.*");

	// The number in this line is not to be believed: MariaDB 11.4 names the other one.
	private static final String END = "*** WE ROLL BACK TRANSACTION";

	private InnodbReport() {
	}

	/**
	 * Read the report.
	 * @param status the text of {@code SHOW ENGINE INNODB STATUS}
	 * @return who waited for what, the victim not told apart; empty if there was no
	 * deadlock
	 */
	static List<Participant> parse(String status) {
		int heading = status.indexOf(HEADING);
		if (heading < 0) {
			return List.of();
		}
		List<Part> parts = new ArrayList<>();
		boolean waiting = false;
		for (String line : status.substring(heading).split("\\R")) {
			if (line.startsWith(END)) {
				return parts.stream().map(Part::participant).toList();
			}
			if (TRANSACTION.matcher(line).matches()) {
				parts.add(new Part());
				waiting = false;
			}
			else if (line.startsWith("***")) {
				waiting = line.contains("WAITING FOR");
			}
			else if (!parts.isEmpty()) {
				parts.get(parts.size() - 1).read(line, waiting);
			}
		}
		return List.of();
	}

	/**
	 * What was read of one transaction.
	 */
	private static final class Part {

		private static final Pattern THREAD = Pattern.compile("(?:MariaDB|MySQL) thread id (\\d+),.*");

		private static final Pattern LOCK = Pattern.compile(
				"(?:RECORD LOCKS .*? index (\\S+) of table|TABLE LOCK table) (`.+`) trx id \\d+ lock[ _]mode (.+)");

		// The first record of every page stands for the gap behind its last row.
		private static final String SUPREMUM = "Record lock, heap no 1 PHYSICAL RECORD";

		private long session;

		private String lock = "lock";

		private @Nullable String table;

		private @Nullable String index;

		private boolean gap;

		void read(String line, boolean waiting) {
			Matcher thread = THREAD.matcher(line);
			if (this.session == 0 && thread.matches()) {
				this.session = Long.parseLong(thread.group(1));
			}
			Matcher found = LOCK.matcher(line);
			if (waiting && this.table == null && found.matches()) {
				this.index = found.group(1);
				this.table = found.group(2).replaceFirst("^`.+?`\\.", "").replace("`", "");
				String mode = found.group(3).replace(" waiting", "").strip();
				this.lock = mode + ((this.index != null) ? " on row" : " on table");
				this.gap = mode.contains("gap before rec") || mode.contains("insert intention");
			}
			else if (waiting && line.startsWith(SUPREMUM)) {
				this.gap = true;
			}
		}

		Participant participant() {
			return new Participant(this.session, null, this.lock, this.table, this.index, this.gap, false);
		}

	}

}
