package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads names from the texts of errors, however they are quoted.
 */
final class MessageReader {

	private static final Pattern NAME = Pattern
		.compile("`((?:[^`]|``)*)`|\"((?:[^\"]|\"\")*)\"|\\[([^\\]]*)\\]|([^.,\\s()]+)");

	private MessageReader() {
	}

	static String text(SQLException error) {
		return (error.getMessage() != null) ? error.getMessage() : "";
	}

	static @Nullable Matcher find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		return matcher.find() ? matcher : null;
	}

	/**
	 * Read a qualified name or a list of names.
	 * @param text such as {@code "A"."B"} or {@code a, b}
	 * @return the names without quotes
	 */
	static List<String> names(String text) {
		List<String> names = new ArrayList<>();
		Matcher matcher = NAME.matcher(text);
		while (matcher.find()) {
			names.add(unquoted(matcher));
		}
		return names;
	}

	private static String unquoted(Matcher matcher) {
		if (matcher.group(1) != null) {
			return matcher.group(1).replace("``", "`");
		}
		if (matcher.group(2) != null) {
			return matcher.group(2).replace("\"\"", "\"");
		}
		return (matcher.group(3) != null) ? matcher.group(3) : matcher.group(4);
	}

	/**
	 * Put a qualified name of a column into a finding.
	 * @param finding where to put it
	 * @param names the column, perhaps after its table and its schema
	 * @return the finding with what the names say
	 */
	static Finding column(Finding finding, List<String> names) {
		int size = names.size();
		Finding result = (size > 0) ? finding.withColumns(names.subList(size - 1, size)) : finding;
		return (size > 1) ? result.withTable((size > 2) ? names.get(size - 3) : null, names.get(size - 2)) : result;
	}

	/**
	 * Put a qualified name of a table into a finding.
	 * @param finding where to put it
	 * @param names the table, perhaps after its schema
	 * @return the finding with what the names say
	 */
	static Finding table(Finding finding, List<String> names) {
		int size = names.size();
		return (size > 0) ? finding.withTable((size > 1) ? names.get(size - 2) : null, names.get(size - 1)) : finding;
	}

}
