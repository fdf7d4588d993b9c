package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads errors of MariaDB and MySQL. The codes count, because the SQLStates are generic;
 * the names stand in the text, after the values.
 */
final class MysqlErrors {

	private static final Pattern KEY = Pattern.compile("for key '([^']*)'\\s*$");

	private static final Pattern FOREIGN_KEY = Pattern.compile("\\((`(?:[^`]|``)*`\\.)?(`(?:[^`]|``)*`), "
			+ "CONSTRAINT (`(?:[^`]|``)*`) FOREIGN KEY \\((.*?)\\) REFERENCES (.*?) \\((.*?)\\)");

	private static final Pattern FIRST_QUOTED = Pattern.compile("'([^']*)'");

	// The value stands before it and may say anything.
	private static final Pattern COLUMN_AT_END = Pattern
		.compile("^.* for column (?:'([^']*)'|((?:`(?:[^`]|``)*`\\.?)+)) at row \\d+\\s*$", Pattern.DOTALL);

	private static final Pattern CHECK = Pattern.compile("CONSTRAINT (`(?:[^`]|``)*`) failed for (\\S+)");

	private MysqlErrors() {
	}

	static @Nullable Finding read(SQLException error) {
		String text = withoutStatement(MessageReader.text(error));
		return switch (error.getErrorCode()) {
			case 1062, 1586, 1022, 1761, 1762, 1859 -> unique(text);
			case 1452, 1216 -> foreignKey(ViolationKind.MISSING_PARENT, text);
			case 1451, 1217 -> foreignKey(ViolationKind.STILL_REFERENCED, text);
			case 1048, 1364 -> firstColumn(ViolationKind.NOT_NULL, text);
			case 4025, 3819 -> check(text);
			case 1406 -> column(ViolationKind.TOO_LONG, text);
			case 1264 -> column(ViolationKind.OUT_OF_RANGE, text);
			// The text holds the expression with its values.
			case 1690 -> Finding.exact(ViolationKind.OUT_OF_RANGE);
			case 1265, 1292, 1366, 1411, 3140 -> column(ViolationKind.INVALID_FORMAT, text);
			case 1526, 1748 -> Finding.exact(ViolationKind.NO_PARTITION);
			default -> null;
		};
	}

	// MariaDB's driver appends the statement if it is told to.
	private static String withoutStatement(String text) {
		int statement = text.indexOf("\nQuery is:");
		return (statement < 0) ? text : text.substring(0, statement);
	}

	// MySQL puts the table before the key, MariaDB does not.
	private static Finding unique(String text) {
		Finding finding = Finding.parsed(ViolationKind.UNIQUE);
		Matcher key = MessageReader.find(KEY, text);
		if (key == null) {
			return finding;
		}
		int dot = key.group(1).lastIndexOf('.');
		return (dot > 0) ? finding.withTable(null, key.group(1).substring(0, dot))
			.withConstraint(key.group(1).substring(dot + 1)) : finding.withConstraint(key.group(1));
	}

	private static Finding foreignKey(ViolationKind kind, String text) {
		Matcher matcher = MessageReader.find(FOREIGN_KEY, text);
		if (matcher == null) {
			return Finding.parsed(kind);
		}
		List<String> referenced = MessageReader.names(matcher.group(5));
		String schema = (matcher.group(1) != null) ? MessageReader.names(matcher.group(1)).get(0) : null;
		return Finding.parsed(kind)
			.withTable(schema, MessageReader.names(matcher.group(2)).get(0))
			.withConstraint(MessageReader.names(matcher.group(3)).get(0))
			.withColumns(MessageReader.names(matcher.group(4)))
			.withReference(referenced.isEmpty() ? null : referenced.get(referenced.size() - 1),
					MessageReader.names(matcher.group(6)));
	}

	private static Finding check(String text) {
		Finding finding = Finding.parsed(ViolationKind.CHECK);
		Matcher mariadb = MessageReader.find(CHECK, text);
		if (mariadb != null) {
			return MessageReader.table(finding, MessageReader.names(mariadb.group(2)))
				.withConstraint(MessageReader.names(mariadb.group(1)).get(0));
		}
		Matcher mysql = MessageReader.find(FIRST_QUOTED, text);
		return (mysql != null) ? finding.withConstraint(mysql.group(1)) : finding;
	}

	private static Finding firstColumn(ViolationKind kind, String text) {
		Matcher matcher = MessageReader.find(FIRST_QUOTED, text);
		Finding finding = Finding.parsed(kind);
		return (matcher != null) ? finding.withColumns(List.of(matcher.group(1))) : finding;
	}

	private static Finding column(ViolationKind kind, String text) {
		Matcher matcher = MessageReader.find(COLUMN_AT_END, text);
		Finding finding = Finding.parsed(kind);
		if (matcher == null) {
			return finding;
		}
		return (matcher.group(1) != null) ? finding.withColumns(List.of(matcher.group(1)))
				: MessageReader.column(finding, MessageReader.names(matcher.group(2)));
	}

}
