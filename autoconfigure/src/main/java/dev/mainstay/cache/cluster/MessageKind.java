package dev.mainstay.cache.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What a message says.
 */
enum MessageKind {

	/**
	 * Something was changed: the tags.
	 */
	CHANGED("C"),

	/**
	 * Anything may have been changed.
	 */
	ALL("A"),

	/**
	 * All that was changed before is told; with the last beat that was heard before.
	 */
	BEAT("B"),

	/**
	 * Please beat, I have just come.
	 */
	HELLO("H"),

	/**
	 * Something is going to be changed: the tags, or anything without any; with the
	 * number of the announcement and its lease.
	 */
	MARK("M"),

	/**
	 * What was announced is over; with the number of the announcement.
	 */
	DONE("D"),

	/**
	 * Nothing more will come.
	 */
	BYE("G");

	private final String code;

	MessageKind(String code) {
		this.code = code;
	}

	String code() {
		return this.code;
	}

	static @Nullable MessageKind of(String code) {
		for (MessageKind kind : values()) {
			if (kind.code.equals(code)) {
				return kind;
			}
		}
		return null;
	}

}
