package dev.mainstay.endpoint;

/**
 * Texts of others as they may stand in the log: on one line, and not too long.
 */
final class Legible {

	private static final int LONGEST = 500;

	private Legible() {
	}

	static String text(String text) {
		String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
		return (line.length() <= LONGEST) ? line : line.substring(0, LONGEST) + "…";
	}

}
