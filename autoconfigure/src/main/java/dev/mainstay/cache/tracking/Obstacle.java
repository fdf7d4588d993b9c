package dev.mainstay.cache.tracking;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Why a cached answer is not given, or an answer not kept, although the cache is on.
 */
public enum Obstacle {

	/**
	 * The open transaction has changed what the answer depends on, and must see that.
	 */
	CHANGED_BY_TRANSACTION("The open transaction had changed what the answer depends on, and has to see that"),

	/**
	 * The open transaction reads a snapshot, and must read nothing that is younger.
	 */
	SNAPSHOT("The open transaction reads a snapshot, and must not read anything younger"),

	/**
	 * The persistence context holds changes that were not sent to the database yet.
	 */
	UNFLUSHED_CHANGES("The persistence context held changes that were not sent to the database yet"),

	/**
	 * The answer depends on something that cannot be followed; the log says on what.
	 */
	NOT_FOLLOWED("The answer depends on something whose changes cannot be followed"),

	/**
	 * The value is of a kind that must not be shared, such as an entity.
	 */
	VALUE("The value is of a kind that must not be shared, such as an entity"),

	/**
	 * What the answer depends on has changed while it was read.
	 */
	CHANGED_MEANWHILE("What the answer depends on was changed while it was read"),

	/**
	 * The method says that it does not want this call or this answer to be cached.
	 */
	NOT_WANTED("The method says that it does not want this call, or this answer, to be cached"),

	/**
	 * The open transaction has had the answer invalidated.
	 */
	INVALIDATED_BY_TRANSACTION("The open transaction has had the answer invalidated"),

	/**
	 * An argument cannot be a part of a key; the log says which.
	 */
	KEY("An argument cannot be a part of a key"),

	/**
	 * What is read here is hardly ever asked for twice.
	 */
	NOT_REPEATED("Answers of this method are hardly ever asked for twice, so only a sample of them is kept");

	private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

	private final String explanation;

	Obstacle(String explanation) {
		this.explanation = explanation;
	}

	/**
	 * Return the name for meters and endpoints.
	 * @return the name in lower case with dashes
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return what it means.
	 * @return a sentence for people, without a full stop
	 */
	public String explanation() {
		return this.explanation;
	}

	/**
	 * Return the obstacle of a name.
	 * @param id the name in lower case with dashes
	 * @return the obstacle, or {@code null} if there is none of that name
	 */
	public static @Nullable Obstacle ofId(String id) {
		for (Obstacle obstacle : values()) {
			if (obstacle.id.equals(id)) {
				return obstacle;
			}
		}
		return null;
	}

}
