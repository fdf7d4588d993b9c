package dev.mainstay.observe.slow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.StatementKind;

/**
 * What could be done about a slow statement, from what it looks like and what it did.
 */
final class SlowStatementAdvice {

	private static final long MANY_ROWS = 1_000;

	private static final Pattern FROM = Pattern.compile("\\bfrom\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern WHERE = Pattern.compile("\\bwhere\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern ORDER = Pattern.compile("\\border by\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern OFFSET = Pattern.compile("\\boffset\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern STAR = Pattern.compile("^\\s*select\\s+(\\w+\\s*\\.\\s*)?\\*",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern LIKE = Pattern.compile("\\bi?like\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern FUNCTION_COMPARED = Pattern.compile(
			"\\b(lower|upper|trim|date|cast|coalesce|to_char|substring)\\s*\\([^()]*\\)\\s*(=|like\\b|in\\b|<|>)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern NOT_IN = Pattern.compile("\\bnot in\\b", Pattern.CASE_INSENSITIVE);

	private final Fingerprint fingerprint;

	private final Duration acquired;

	private final Duration executed;

	private final @Nullable Long rows;

	private final @Nullable FailureKind error;

	SlowStatementAdvice(Fingerprint fingerprint, Duration acquired, Duration executed, @Nullable Long rows,
			@Nullable FailureKind error) {
		this.fingerprint = fingerprint;
		this.acquired = acquired;
		this.executed = executed;
		this.rows = rows;
		this.error = error;
	}

	List<String> lines() {
		List<String> lines = new ArrayList<>();
		String text = this.fingerprint.text();
		boolean select = this.fingerprint.kind() == StatementKind.SELECT;
		boolean filtered = WHERE.matcher(text).find();
		waits(lines);
		if (this.fingerprint.isCount()) {
			lines.add("It counts rows, which reads all of them: a Slice or a keyset page needs no count, "
					+ "an estimate is often enough");
		}
		if (select && this.rows != null && this.rows >= MANY_ROWS && !this.fingerprint.hasLimit()) {
			lines.add(
					"It read %d rows: fetch a page at a time, or let the database aggregate them".formatted(this.rows));
		}
		if (select && FROM.matcher(text).find() && !filtered && !this.fingerprint.hasLimit()
				&& !this.fingerprint.isCount()) {
			lines.add("It has neither a WHERE clause nor a limit, so it takes longer with every row of the table");
		}
		boolean changes = this.fingerprint.kind() == StatementKind.UPDATE
				|| this.fingerprint.kind() == StatementKind.DELETE;
		if (changes && !filtered) {
			lines.add(
					"It changes every row of the table and locks them until the end of the transaction: do it in parts");
		}
		if (filtered && this.rows != null && this.rows <= 10 && this.error == null && !this.fingerprint.locks()) {
			lines.add("It took long for %d rows: look with EXPLAIN whether an index fits its WHERE clause"
				.formatted(this.rows));
		}
		shape(lines, text);
		return lines;
	}

	private void waits(List<String> lines) {
		if (this.acquired.compareTo(this.executed) > 0) {
			lines.add("It took longer to get a connection than to execute the statement: the pool is short of "
					+ "connections, or they are held too long");
		}
		if (this.error == FailureKind.LOCK_TIMEOUT || this.error == FailureKind.DEADLOCK || this.fingerprint.locks()) {
			lines.add(
					"It waits for locks: shorten the transactions that change the same rows, or lock with SKIP LOCKED");
		}
		if (this.error == FailureKind.STATEMENT_TIMEOUT) {
			lines.add("It was ended by a time limit: make it faster, or give its operation a longer statement timeout");
		}
	}

	private static void shape(List<String> lines, String text) {
		if (STAR.matcher(text).find()) {
			lines.add("It selects all columns: name those that are needed, an index may then hold all of them");
		}
		if (LIKE.matcher(text).find()) {
			lines.add(
					"A pattern that begins with a wildcard cannot use an ordinary index: use a trigram or full-text index");
		}
		if (FUNCTION_COMPARED.matcher(text).find()) {
			lines.add("It compares the result of a function with a value, which needs an index on that expression");
		}
		if (OFFSET.matcher(text).find()) {
			lines.add("An offset reads and throws away all rows before it: go on from the last row's key instead");
		}
		else if (ORDER.matcher(text).find()) {
			lines.add("It sorts: an index in the order of its ORDER BY clause saves that");
		}
		if (NOT_IN.matcher(text).find()) {
			lines.add("NOT IN is slow with many values, and finds nothing if one of them is null: use NOT EXISTS");
		}
	}

}
