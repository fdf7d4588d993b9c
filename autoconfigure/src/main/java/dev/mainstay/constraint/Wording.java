package dev.mainstay.constraint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Turns names of the database into words of plain English, and violations into sentences.
 */
final class Wording {

	// One column inside of a function, perhaps cast: lower(email::text).
	private static final Pattern FUNCTION = Pattern.compile("^\\w+\\(\\(?\"?(\\w+)\"?\\)?(?:::[\\w ]+)?\\)$");

	private Wording() {
	}

	static String words(String name) {
		String plain = plain(name);
		boolean shouted = plain.equals(plain.toUpperCase(Locale.ROOT));
		return (shouted ? plain.toLowerCase(Locale.ROOT) : plain).replace('_', ' ').strip();
	}

	static @Nullable String wordsOrNull(@Nullable String name) {
		return (name != null) ? words(name) : null;
	}

	static String list(List<String> columns) {
		List<String> words = columns.stream().map(Wording::words).toList();
		int last = words.size() - 1;
		return (last < 1) ? String.join("", words)
				: String.join(", ", words.subList(0, last)) + " and " + words.get(last);
	}

	private static String plain(String column) {
		Matcher function = FUNCTION.matcher(column);
		return function.matches() ? function.group(1) : column;
	}

	/**
	 * Return the names that fields of a request are likely to have.
	 * @param columns columns or expressions
	 * @return the names in camel case; without expressions of several columns
	 */
	static List<String> fields(List<String> columns) {
		List<String> fields = new ArrayList<>();
		for (String column : columns) {
			String plain = plain(column);
			if (plain.matches("\\w+")) {
				fields.add(camelCase(plain));
			}
		}
		return fields;
	}

	private static String camelCase(String column) {
		boolean shouted = column.equals(column.toUpperCase(Locale.ROOT));
		String[] parts = StringUtils.tokenizeToStringArray(shouted ? column.toLowerCase(Locale.ROOT) : column, "_");
		StringBuilder field = new StringBuilder();
		for (String part : parts) {
			field.append(field.isEmpty() ? StringUtils.uncapitalize(part) : StringUtils.capitalize(part));
		}
		return field.toString();
	}

	static String message(Finding finding) {
		String columns = list(finding.columns());
		String value = value(finding, columns);
		return switch (finding.kind()) {
			case UNIQUE -> unique(finding, columns);
			case MISSING_PARENT -> the(finding.referencedTable(), "What this refers to")
					+ (columns.isEmpty() ? "" : " given by " + columns) + " does not exist.";
			case STILL_REFERENCED -> the(finding.referencedTable(), "This") + " is still referred to by "
					+ orElse(finding.table(), "something else") + ".";
			case FOREIGN_KEY -> "A reference to or from this would be broken.";
			case NOT_NULL -> columns.isEmpty() ? "A value is missing." : "A value of " + columns + " is missing.";
			case CHECK -> value + " is not allowed.";
			case EXCLUSION -> value + " conflicts with one that is there already.";
			case TOO_LONG -> value + " is too long.";
			case OUT_OF_RANGE -> value + " is out of range.";
			case INVALID_FORMAT -> value + " does not have the right format.";
			case NO_PARTITION -> "There is no place for this in " + orElse(finding.table(), "its table") + ".";
		};
	}

	private static String value(Finding finding, String columns) {
		if (!columns.isEmpty()) {
			return ((finding.columns().size() > 1) ? "A value of " : "The value of ") + columns;
		}
		return (finding.table() != null) ? "A value of " + words(finding.table()) : "A value";
	}

	private static String unique(Finding finding, String columns) {
		if (columns.isEmpty()) {
			return "This value is already in use.";
		}
		return ((finding.columns().size() > 1) ? "The combination of " : "The value of ") + columns
				+ " is already in use.";
	}

	static String suggestion(Finding finding) {
		String columns = finding.columns().isEmpty() ? "the column" : list(finding.columns());
		String table = orElse(finding.table(), "the table");
		return switch (finding.kind()) {
			case UNIQUE -> "Choose another value, or change the entry that has it already.";
			case MISSING_PARENT ->
				"Create the " + orElse(finding.referencedTable(), "entry") + " first, or refer to one that exists.";
			case STILL_REFERENCED ->
				"Delete or change what refers to it in " + orElse(finding.table(), "other tables") + " first.";
			case FOREIGN_KEY ->
				"See that what is referred to exists, and that what is deleted or changed is not referred to.";
			case NOT_NULL -> "Give a value, check for it before it is stored, or give " + columns + " a default.";
			case CHECK -> "Compare the value with the condition "
					+ ((finding.constraint() != null) ? finding.constraint() + " " : "") + "of " + table
					+ ", and check it before it is stored.";
			case EXCLUSION -> "Choose a value that is free.";
			case TOO_LONG -> "Shorten the value, or make " + columns + " longer; check the length before it is stored.";
			case OUT_OF_RANGE ->
				"Give a value that fits, or give " + columns + " a larger type; check it before it is stored.";
			case INVALID_FORMAT -> "Give a value of the right type; check it before it is stored.";
			case NO_PARTITION -> "Create a partition of " + table + " for such values, or a default one.";
		};
	}

	private static String the(@Nullable String table, String otherwise) {
		return (table != null) ? "The " + words(table) : otherwise;
	}

	private static String orElse(@Nullable String table, String otherwise) {
		return (table != null) ? words(table) : otherwise;
	}

}
