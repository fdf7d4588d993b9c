package dev.mainstay.cache.version;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Something that cached answers depend on, such as a table, and when it last changed.
 * Thread-safe.
 */
public final class Tag {

	private final String name;

	private final boolean shared;

	private final AtomicLong version = new AtomicLong();

	private volatile int holds;

	Tag(String name, boolean shared) {
		this.name = name;
		this.shared = shared;
	}

	/**
	 * Return what it stands for.
	 * @return the name of a table in lower case, or the name that a user gave
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return whether it stands for several names, so that its own tells nothing.
	 * @return whether it does
	 */
	public boolean isShared() {
		return this.shared;
	}

	// In this order: who releases has raised before.
	long version() {
		return (this.holds > 0) ? Long.MAX_VALUE : this.version.get();
	}

	void raise(long to) {
		this.version.accumulateAndGet(to, Math::max);
	}

	synchronized void hold() {
		this.holds++;
	}

	synchronized void release() {
		this.holds--;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
