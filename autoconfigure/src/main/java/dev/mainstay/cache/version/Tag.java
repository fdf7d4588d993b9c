package dev.mainstay.cache.version;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Something that cached answers depend on, such as a table, and when it last changed.
 * Thread-safe.
 */
public final class Tag {

	private final String name;

	private final AtomicLong version = new AtomicLong();

	Tag(String name) {
		this.name = name;
	}

	/**
	 * Return what it stands for.
	 * @return the name of a table in lower case, or the name that a user gave
	 */
	public String name() {
		return this.name;
	}

	long version() {
		return this.version.get();
	}

	void raise(long to) {
		this.version.accumulateAndGet(to, Math::max);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
