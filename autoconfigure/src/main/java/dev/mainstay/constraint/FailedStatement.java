package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the errors of Spring, Hibernate and H2 say about the statement that failed.
 *
 * @param verb {@code insert}, {@code update}, {@code delete}, {@code merge} or
 * {@code replace}
 * @param table the table that it was meant for, without its schema
 */
record FailedStatement(String verb, String table) {

	private static final String NAME = "(?:[`\"\\[][^`\"\\]]+[`\"\\]]|[\\w$]+)";

	private static final String BEGINNING = "\\s*(insert(?:\\s+ignore)?\\s+into|update|delete\\s+from|merge\\s+into|replace\\s+into)\\s+"
			+ "((?:" + NAME + "\\.)*" + NAME + ")";

	// Each of them puts the statement where values do not come before it.
	private static final List<Pattern> PLACES = List.of(
			Pattern.compile("^[^;]*; (?:[\\w ]+ for )?SQL \\[" + BEGINNING, Pattern.CASE_INSENSITIVE),
			Pattern.compile("\\] \\[" + BEGINNING + "[^\\]\\[]*\\](?:; .*)?$", Pattern.CASE_INSENSITIVE));

	private static final Pattern OF_H2 = Pattern.compile("; SQL statement:\\s" + BEGINNING, Pattern.CASE_INSENSITIVE);

	static @Nullable FailedStatement of(ErrorChain chain) {
		for (Throwable error : chain.errors()) {
			String message = error.getMessage();
			FailedStatement statement = (message != null) ? of(error, message) : null;
			if (statement != null) {
				return statement;
			}
		}
		return null;
	}

	private static @Nullable FailedStatement of(Throwable error, String message) {
		if (error instanceof SQLException) {
			int last = message.lastIndexOf("; SQL statement:");
			return (last >= 0) ? read(OF_H2, message.substring(last)) : null;
		}
		for (Pattern place : PLACES) {
			FailedStatement statement = read(place, message);
			if (statement != null) {
				return statement;
			}
		}
		return null;
	}

	private static @Nullable FailedStatement read(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		if (!matcher.find()) {
			return null;
		}
		List<String> names = MessageReader.names(matcher.group(2));
		String verb = matcher.group(1).toLowerCase(Locale.ROOT).split("\\s")[0];
		return new FailedStatement(verb, names.get(names.size() - 1));
	}

}
