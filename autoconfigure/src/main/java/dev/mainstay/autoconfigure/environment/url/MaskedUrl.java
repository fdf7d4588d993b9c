package dev.mainstay.autoconfigure.environment.url;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be shown of an address that may be malformed: only the parts of which it is
 * certain that no password reaches into them.
 */
final class MaskedUrl {

	private static final String MASK = "***";

	private static final Pattern SCHEME = Pattern.compile("[A-Za-z][\\w.+-]*(?::[A-Za-z][\\w.+-]*)*://");

	/*
	 * A password may hold any character when somebody forgot to encode it, so all up to
	 * the last @ belongs to it. Without an @ a port must be a number: it may be a
	 * password whose host is missing.
	 */
	private static final Pattern REST = Pattern
		.compile("(?<user>(?:(?!%3[aA])[\\w.~%+-])+(?=[:@]|%3[aA]))?(?<password>.*)@"
				+ "(?<host>[\\w.:,\\[\\]-]*)(?<path>/[^?#@]*)?(?<query>[?#][^@]*)?", Pattern.DOTALL);

	private static final Pattern REST_WITHOUT_USER = Pattern
		.compile("(?<host>(?:[\\w.,-]|\\[[0-9A-Fa-f:.]*\\]|:\\d{1,5}(?=[,/?#]|$))*)(?<path>/[^?#@]*)?"
				+ "(?<query>[?#][^@]*)?", Pattern.DOTALL);

	private MaskedUrl() {
	}

	static String of(String text) {
		Matcher scheme = SCHEME.matcher(text);
		if (!scheme.lookingAt()) {
			return MASK;
		}
		return scheme.group() + maskRest(text.substring(scheme.end()));
	}

	private static String maskRest(String rest) {
		Matcher matcher = REST.matcher(rest);
		if (matcher.matches()) {
			String user = (matcher.group("user") != null) ? matcher.group("user") : MASK;
			return user + (matcher.group("password").isEmpty() ? "" : ":" + MASK) + "@" + visible(matcher);
		}
		matcher = REST_WITHOUT_USER.matcher(rest);
		return matcher.matches() ? visible(matcher) : MASK;
	}

	private static String visible(Matcher matcher) {
		String path = (matcher.group("path") != null) ? matcher.group("path") : "";
		return matcher.group("host") + path + ((matcher.group("query") != null) ? "?" + MASK : "");
	}

}
