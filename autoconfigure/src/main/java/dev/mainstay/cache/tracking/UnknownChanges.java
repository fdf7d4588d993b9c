package dev.mainstay.cache.tracking;

import java.time.Duration;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

import dev.mainstay.cache.version.TagVersions;

/*
 * A request to commit whose answer was lost may still be under way: in a buffer of the
 * network, or in a server that waits for its standby. What it changes may become visible
 * at any moment from now on. So nothing that depends on it is given or kept for a while,
 * and other instances are told again and again.
 */

/**
 * What transactions of unknown outcome may have changed, or may yet change. Thread-safe.
 */
final class UnknownChanges {

	private static final long HOLD = Duration.ofSeconds(60).toNanos();

	private final TagVersions versions;

	private final LongSupplier nanoTime;

	private final Queue<Change> changes = new ConcurrentLinkedQueue<>();

	UnknownChanges(TagVersions versions, LongSupplier nanoTime) {
		this.versions = versions;
		this.nanoTime = nanoTime;
	}

	/**
	 * Hold what may change from now on.
	 * @param names the names of the tables, or none if it may be anything
	 */
	void add(Set<String> names) {
		Change change = new Change(names, this.nanoTime.getAsLong() + HOLD);
		if (names.isEmpty()) {
			this.versions.distrust(change);
		}
		else {
			this.versions.hold(names);
		}
		this.changes.add(change);
		raise(change);
	}

	/**
	 * Tell of what may have changed meanwhile, and let go what was held long enough.
	 */
	void renew() {
		for (Iterator<Change> all = this.changes.iterator(); all.hasNext();) {
			Change change = all.next();
			if (this.nanoTime.getAsLong() - change.until() >= 0) {
				all.remove();
				release(change);
			}
			raise(change);
		}
	}

	private void raise(Change change) {
		if (change.names().isEmpty()) {
			this.versions.changedAll();
		}
		else {
			this.versions.changed(change.names());
		}
	}

	private void release(Change change) {
		if (change.names().isEmpty()) {
			this.versions.trust(change);
		}
		else {
			this.versions.release(change.names());
		}
	}

	/**
	 * A transaction whose outcome is unknown. Each is one of its own, whatever it
	 * changed.
	 */
	private static final class Change {

		private final Set<String> names;

		private final long until;

		Change(Set<String> names, long until) {
			this.names = names;
			this.until = until;
		}

		Set<String> names() {
			return this.names;
		}

		long until() {
			return this.until;
		}

	}

}
