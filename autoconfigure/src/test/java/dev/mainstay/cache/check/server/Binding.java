package dev.mainstay.cache.check.server;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/**
 * How a number gets into a statement.
 */
enum Binding {

	/**
	 * As a number of the type that the column has.
	 */
	INT,

	/**
	 * As a wider number.
	 */
	LONG,

	/**
	 * As an object.
	 */
	OBJECT,

	/**
	 * As a text that the server is told to take for a number.
	 */
	TEXT,

	/**
	 * As a part of the text.
	 */
	LITERAL;

	// As most do it, more often.
	static Binding any(Random random) {
		Binding[] all = values();
		int number = random.nextInt(2 * all.length);
		return (number < all.length) ? all[number] : INT;
	}

	String text(int number) {
		return switch (this) {
			case LITERAL -> Integer.toString(number);
			case TEXT -> "?::int";
			default -> "?";
		};
	}

	void bind(PreparedStatement statement, int position, int number) throws SQLException {
		switch (this) {
			case INT -> statement.setInt(position, number);
			case LONG -> statement.setLong(position, number);
			case OBJECT -> statement.setObject(position, number);
			case TEXT -> statement.setString(position, Integer.toString(number));
			case LITERAL -> throw new IllegalStateException("It is in the text");
		}
	}

}
