package dev.mainstay.constraint;

import java.util.Locale;

/**
 * Which rule of the database a value breaks.
 */
public enum ViolationKind {

	/**
	 * A value, or a combination of values, is there already: unique constraints, unique
	 * indexes and primary keys.
	 */
	UNIQUE,

	/**
	 * What a foreign key refers to does not exist.
	 */
	MISSING_PARENT,

	/**
	 * What is to be deleted or changed is still referred to.
	 */
	STILL_REFERENCED,

	/**
	 * A foreign key is broken, and the database does not tell from which side.
	 */
	FOREIGN_KEY,

	/**
	 * A value is missing.
	 */
	NOT_NULL,

	/**
	 * A condition of a table or a domain is false.
	 */
	CHECK,

	/**
	 * A value conflicts with that of another row, such as a time that overlaps.
	 */
	EXCLUSION,

	/**
	 * A text has more characters than its column takes.
	 */
	TOO_LONG,

	/**
	 * A number or a date is greater or smaller than its column takes.
	 */
	OUT_OF_RANGE,

	/**
	 * A text cannot be read as what its column holds: a number, a date, one of several
	 * words.
	 */
	INVALID_FORMAT,

	/**
	 * A partitioned table has no partition for a row.
	 */
	NO_PARTITION;

	private final String id;

	ViolationKind() {
		this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return the name that the kind has in answers, meters and message codes.
	 * @return the name, in lower case with dashes
	 */
	public String id() {
		return this.id;
	}

}
