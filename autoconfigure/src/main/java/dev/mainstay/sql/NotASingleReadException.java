package dev.mainstay.sql;

/**
 * Thrown for a text that is not exactly one statement that only reads.
 *
 * The message is for people and names a keyword, a function or a position, but never
 * repeats other parts of the text, which may hold data.
 */
public class NotASingleReadException extends RuntimeException {

	private final String found;

	private final int position;

	/**
	 * Create an exception.
	 * @param found what is in the way, such as "keyword DELETE"
	 * @param position where it is, as the number of the character counted from 1
	 * @param allowed what is allowed instead, as a sentence
	 */
	public NotASingleReadException(String found, int position, String allowed) {
		super("Found %s at character %d. %s".formatted(found, position, allowed));
		this.found = found;
		this.position = position;
	}

	/**
	 * What is in the way.
	 * @return a few words, such as "keyword DELETE"
	 */
	public String found() {
		return this.found;
	}

	/**
	 * Where it is.
	 * @return the number of the character, counted from 1
	 */
	public int position() {
		return this.position;
	}

}
