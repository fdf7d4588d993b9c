package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads errors of SQL Server, by its documentation.
 */
final class SqlServerErrors {

	private static final Pattern UNIQUE = Pattern
		.compile("^Violation of [A-Z ]+ constraint '([^']+)'\\. .*? in object '([^']+)'");

	private static final Pattern UNIQUE_INDEX = Pattern.compile("in object '([^']+)' with unique index '([^']+)'");

	private static final Pattern CONFLICT = Pattern.compile(
			"conflicted with the ([A-Z ]+) constraint \"([^\"]+)\"\\..*?table \"([^\"]+)\"(?:, column '([^']+)')?");

	private static final Pattern NULL_VALUE = Pattern.compile("into column '([^']+)', table '([^']+)'");

	private static final Pattern TRUNCATED = Pattern.compile("truncated in table '([^']+)', column '([^']+)'");

	private SqlServerErrors() {
	}

	static @Nullable Finding read(SQLException error) {
		String text = MessageReader.text(error);
		return switch (error.getErrorCode()) {
			case 2627 -> named(Finding.parsed(ViolationKind.UNIQUE), MessageReader.find(UNIQUE, text), 1, 2);
			case 2601 -> named(Finding.parsed(ViolationKind.UNIQUE), MessageReader.find(UNIQUE_INDEX, text), 2, 1);
			case 547 -> conflict(text);
			case 515 -> column(ViolationKind.NOT_NULL, MessageReader.find(NULL_VALUE, text), 2, 1);
			case 2628, 8152 -> column(ViolationKind.TOO_LONG, MessageReader.find(TRUNCATED, text), 1, 2);
			case 220, 8115 -> Finding.exact(ViolationKind.OUT_OF_RANGE);
			case 241, 242, 245, 8114 -> Finding.exact(ViolationKind.INVALID_FORMAT);
			default -> null;
		};
	}

	// The table in the text is the one on the other side of a foreign key.
	private static Finding conflict(String text) {
		Matcher matcher = MessageReader.find(CONFLICT, text);
		if (matcher == null) {
			return Finding.parsed(text.contains("CHECK") ? ViolationKind.CHECK : ViolationKind.FOREIGN_KEY);
		}
		List<String> columns = (matcher.group(4) != null) ? List.of(matcher.group(4)) : List.of();
		List<String> table = MessageReader.names(matcher.group(3));
		if (matcher.group(1).startsWith("CHECK")) {
			return MessageReader.table(Finding.parsed(ViolationKind.CHECK), table)
				.withConstraint(matcher.group(2))
				.withColumns(columns);
		}
		if (matcher.group(1).startsWith("FOREIGN KEY")) {
			return Finding.parsed(ViolationKind.MISSING_PARENT)
				.withConstraint(matcher.group(2))
				.withReference(table.get(table.size() - 1), columns);
		}
		return MessageReader.table(Finding.parsed(ViolationKind.STILL_REFERENCED), table)
			.withConstraint(matcher.group(2))
			.withColumns(columns);
	}

	private static Finding named(Finding finding, @Nullable Matcher matcher, int name, int table) {
		return (matcher != null) ? MessageReader.table(finding, MessageReader.names(matcher.group(table)))
			.withConstraint(matcher.group(name)) : finding;
	}

	private static Finding column(ViolationKind kind, @Nullable Matcher matcher, int table, int column) {
		Finding finding = Finding.parsed(kind);
		return (matcher != null) ? MessageReader.table(finding, MessageReader.names(matcher.group(table)))
			.withColumns(List.of(matcher.group(column))) : finding;
	}

}
