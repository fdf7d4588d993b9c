package dev.mainstay.cache.version;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A tag with a state of its own.
 */
final class NamedTag extends Tag {

	private final String name;

	private final boolean shared;

	private final AtomicLong version = new AtomicLong();

	private volatile int holds;

	NamedTag(String name, boolean shared) {
		this.name = name;
		this.shared = shared;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isShared() {
		return this.shared;
	}

	@Override
	public boolean isMark() {
		return false;
	}

	// In this order: who releases has raised before.
	@Override
	long version() {
		return (this.holds > 0) ? Long.MAX_VALUE : this.version.get();
	}

	@Override
	void raise(long to) {
		this.version.accumulateAndGet(to, Math::max);
	}

	@Override
	synchronized void hold() {
		this.holds++;
	}

	@Override
	synchronized void release() {
		this.holds--;
	}

}
