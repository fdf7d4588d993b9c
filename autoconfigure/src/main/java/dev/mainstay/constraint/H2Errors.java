package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads errors of H2, whose texts name nearly everything. Some of its codes mean
 * something else in PostgreSQL.
 */
final class H2Errors {

	private static final String NAME = "(?:\"\"(?:[^\"])*\"\"|[^\\s\".:,()]+)";

	private static final String QUALIFIED = NAME + "(?:\\." + NAME + ")*";

	// H2 2.4 says: constraint, INDEX index ON table(columns). Before there was the index
	// alone, and of a primary key nothing.
	private static final Pattern UNIQUE = Pattern.compile("^[^\"]*\"(?:(" + QUALIFIED + ") )?(?:PRIMARY KEY|INDEX ("
			+ QUALIFIED + "))? ?ON (" + QUALIFIED + ")\\(([^()]*)\\)");

	private static final Pattern INDEX_OF_CONSTRAINT = Pattern.compile("^(.+)_INDEX_[0-9A-F]+(?:_\\d+)?$",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern FOREIGN_KEY = Pattern.compile("\"(" + NAME + "): (" + QUALIFIED
			+ ") FOREIGN KEY\\(([^()]*)\\) REFERENCES (" + QUALIFIED + ")\\(([^()]*)\\)");

	private static final Pattern CHECK = Pattern.compile("\"(" + NAME + "): ");

	private static final Pattern COLUMN = Pattern.compile("^[^\"]* column \"(" + NAME + ")[\" ]");

	// The value stands before it and may say anything.
	private static final Pattern COLUMN_AT_END = Pattern.compile("^.* in column \"([^\"]+)\"$", Pattern.DOTALL);

	private static final Pattern CONVERSION = Pattern
		.compile("^[^\"]*\"'.*' \\((" + QUALIFIED + "): (" + NAME + ") [^()]*(?:\\([^()]*\\))?\\)\"$", Pattern.DOTALL);

	private static final Pattern ORDERING = Pattern.compile(" (?:ASC|DESC|NULLS FIRST|NULLS LAST)");

	private H2Errors() {
	}

	static @Nullable Finding read(SQLException error) {
		String text = MessageReader.text(error);
		int statement = text.lastIndexOf("; SQL statement:");
		String said = (statement > 0) ? text.substring(0, statement) : text;
		return switch (error.getErrorCode()) {
			case 23505 -> unique(said);
			case 23506 -> foreignKey(ViolationKind.MISSING_PARENT, said);
			case 23503 -> foreignKey(ViolationKind.STILL_REFERENCED, said);
			case 23502 -> column(ViolationKind.NOT_NULL, said);
			case 23513 -> check(said);
			case 22001 -> tooLong(said);
			case 22003, 22004 -> outOfRange(said);
			case 22007, 22018, 22030 -> conversion(said);
			default -> null;
		};
	}

	private static Finding unique(String text) {
		Finding finding = Finding.parsed(ViolationKind.UNIQUE);
		Matcher matcher = MessageReader.find(UNIQUE, text);
		if (matcher == null) {
			return finding;
		}
		boolean named = matcher.group(1) != null;
		String name = named ? last(matcher.group(1)) : null;
		// A name without the word INDEX behind it is that of the index.
		if (named && matcher.group(2) == null) {
			Matcher made = INDEX_OF_CONSTRAINT.matcher(last(matcher.group(1)));
			name = made.matches() ? made.group(1) : name;
		}
		return MessageReader.table(finding, h2Names(matcher.group(3)))
			.withConstraint(name)
			.withColumns(h2Names(ORDERING.matcher(matcher.group(4)).replaceAll("")));
	}

	private static Finding foreignKey(ViolationKind kind, String text) {
		Finding finding = Finding.parsed(kind);
		Matcher matcher = MessageReader.find(FOREIGN_KEY, text);
		if (matcher == null) {
			return finding;
		}
		return MessageReader.table(finding, h2Names(matcher.group(2)))
			.withConstraint(last(matcher.group(1)))
			.withColumns(h2Names(matcher.group(3)))
			.withReference(last(matcher.group(4)), h2Names(matcher.group(5)));
	}

	private static Finding check(String text) {
		Finding finding = Finding.parsed(ViolationKind.CHECK);
		Matcher matcher = MessageReader.find(CHECK, text);
		return (matcher != null) ? finding.withConstraint(last(matcher.group(1))) : finding;
	}

	// A decimal number with too many digits is too long to H2.
	private static Finding tooLong(String text) {
		boolean number = text.matches("(?s)^[^\"]*\"" + NAME + " (?:DECIMAL|NUMERIC|DECFLOAT).*");
		return column(number ? ViolationKind.OUT_OF_RANGE : ViolationKind.TOO_LONG, text);
	}

	private static Finding outOfRange(String text) {
		Finding finding = Finding.parsed(ViolationKind.OUT_OF_RANGE);
		Matcher matcher = MessageReader.find(COLUMN_AT_END, text);
		return (matcher != null) ? finding.withColumns(List.of(matcher.group(1))) : finding;
	}

	private static Finding conversion(String text) {
		Finding finding = Finding.parsed(ViolationKind.INVALID_FORMAT);
		Matcher matcher = MessageReader.find(CONVERSION, text);
		if (matcher == null) {
			return finding;
		}
		return MessageReader.table(finding, h2Names(matcher.group(1))).withColumns(h2Names(matcher.group(2)));
	}

	private static Finding column(ViolationKind kind, String text) {
		Finding finding = Finding.parsed(kind);
		Matcher matcher = MessageReader.find(COLUMN, text);
		return (matcher != null) ? finding.withColumns(h2Names(matcher.group(1))) : finding;
	}

	// Inside of a text in quotes H2 doubles the quotes of names.
	private static List<String> h2Names(String text) {
		return MessageReader.names(text.replace("\"\"", "\""));
	}

	private static @Nullable String last(String qualified) {
		List<String> names = h2Names(qualified);
		return names.isEmpty() ? null : names.get(names.size() - 1);
	}

}
