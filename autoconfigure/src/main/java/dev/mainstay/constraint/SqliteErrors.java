package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads errors of SQLite, which has no SQLStates. Its driver puts the extended result
 * code and SQLite's own sentence into the text.
 */
final class SqliteErrors {

	private static final int CONSTRAINT = 19;

	private static final int TOO_BIG = 18;

	private static final Pattern SENTENCE = Pattern
		.compile("\\((UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: (.*))?\\)$", Pattern.DOTALL);

	private static final Pattern STRICT_TYPE = Pattern
		.compile("\\(cannot store \\S+ value in \\S+ column ([^\\s.]+)\\.(\\S+)\\)$");

	private static final Pattern INDEX = Pattern.compile("^index '(.*)'$");

	private SqliteErrors() {
	}

	static @Nullable Finding read(SQLException error) {
		int code = error.getErrorCode() & 0xFF;
		if (code == TOO_BIG) {
			return Finding.exact(ViolationKind.TOO_LONG);
		}
		if (code != CONSTRAINT) {
			return null;
		}
		String text = MessageReader.text(error);
		Matcher type = MessageReader.find(STRICT_TYPE, text);
		if (type != null) {
			return Finding.parsed(ViolationKind.INVALID_FORMAT)
				.withTable(null, type.group(1))
				.withColumns(List.of(type.group(2)));
		}
		Matcher sentence = MessageReader.find(SENTENCE, text);
		if (sentence == null) {
			return null;
		}
		String what = (sentence.group(2) != null) ? sentence.group(2) : "";
		return switch (sentence.group(1)) {
			case "UNIQUE" -> unique(what);
			case "NOT NULL" -> columns(Finding.parsed(ViolationKind.NOT_NULL), what);
			case "CHECK" -> Finding.parsed(ViolationKind.CHECK).withConstraint(what.isEmpty() ? null : what);
			default -> Finding.exact(ViolationKind.FOREIGN_KEY);
		};
	}

	private static Finding unique(String what) {
		Finding finding = Finding.parsed(ViolationKind.UNIQUE);
		Matcher index = MessageReader.find(INDEX, what);
		return (index != null) ? finding.withConstraint(index.group(1)) : columns(finding, what);
	}

	private static Finding columns(Finding finding, String list) {
		String table = null;
		List<String> columns = new ArrayList<>();
		for (String qualified : list.split(", ")) {
			int dot = qualified.lastIndexOf('.');
			if (dot > 0) {
				table = qualified.substring(0, dot);
				columns.add(qualified.substring(dot + 1));
			}
		}
		return finding.withTable(null, table).withColumns(columns);
	}

}
