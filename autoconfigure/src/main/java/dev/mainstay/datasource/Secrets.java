package dev.mainstay.datasource;

import java.util.regex.Pattern;

/**
 * Keeps secrets out of texts that others may read.
 */
public final class Secrets {

	private static final Pattern PARAMETER = Pattern.compile(
			"(?i)((?:password|passwd|pwd|secret|token|passphrase|accesskey|secretkey)[\\w.-]*[\"']?\\s*[=:]\\s*[\"']?)[^\\s&;,)}\\]\"']+");

	private static final Pattern USER_INFO = Pattern.compile("(//[^/\\s:@]*:)[^/\\s]+(@)");

	private Secrets() {
	}

	/**
	 * Replace what looks like a secret by asterisks: values of parameters called like
	 * one, and passwords in URLs.
	 * @param text any text, such as the message of a driver
	 * @return the text without them
	 */
	public static String mask(String text) {
		return USER_INFO.matcher(PARAMETER.matcher(text).replaceAll("$1***")).replaceAll("$1***$2");
	}

}
