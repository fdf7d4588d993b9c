package dev.mainstay.cache.cluster;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.cluster.Publication.Content;

/**
 * What a message says.
 */
enum MessageKind {

	/**
	 * Something was changed: the tags.
	 */
	CHANGED("C", Content.CHANGE),

	/**
	 * Anything may have been changed.
	 */
	ALL("A", Content.EVERYTHING),

	/**
	 * All that was changed before is told; with the last beat that was heard before.
	 */
	BEAT("B", Content.BEAT),

	/**
	 * Please beat, I have just come.
	 */
	HELLO("H", Content.OTHER),

	/**
	 * Something is going to be changed: the tags, or anything without any; with the
	 * number of the announcement and its lease.
	 */
	MARK("M", Content.OTHER),

	/**
	 * What was announced is over; with the number of the announcement.
	 */
	DONE("D", Content.OTHER),

	/**
	 * Nothing more will come.
	 */
	BYE("G", Content.END);

	private final String code;

	private final Content content;

	MessageKind(String code, Content content) {
		this.code = code;
		this.content = content;
	}

	String code() {
		return this.code;
	}

	Content content() {
		return this.content;
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
