package dev.mainstay.cache.tracking;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagNames;
import dev.mainstay.datasource.AdvisedConnection;

/**
 * What one transaction has changed so far, and what had changed before it began. Belongs
 * to the thread of its connection.
 */
final class TransactionTrace {

	private static final int MOST_NAMES = 500;

	private final AdvisedConnection connection;

	private final long stamp;

	// Most transactions change nothing, or nobody looks.
	private Set<String> written = Set.of();

	// The tables of the same. Within the transaction rows do not count: an answer has no
	// trace of a row that it lacks because the transaction has removed it.
	private Set<String> tables = Set.of();

	private boolean everything;

	private boolean partlyCommitted;

	private @Nullable Hold hold;

	// Written by whoever ends it, which may be another thread.
	private volatile boolean over;

	TransactionTrace(AdvisedConnection connection, long stamp) {
		this.connection = connection;
		this.stamp = stamp;
	}

	AdvisedConnection connection() {
		return this.connection;
	}

	long stamp() {
		return this.stamp;
	}

	/**
	 * A statement changes something.
	 * @param anything whether that may be anything
	 * @param names the names of what it changes
	 */
	void add(boolean anything, Set<String> names) {
		this.everything |= anything;
		if (names.isEmpty()) {
			return;
		}
		if (this.written.isEmpty()) {
			this.written = new HashSet<>(names);
			this.tables = TagNames.withoutRows(names);
		}
		else {
			this.written.addAll(names);
			this.tables.addAll(TagNames.withoutRows(names));
		}
		if (this.written.size() > MOST_NAMES) {
			// So many rows are as good as their tables.
			this.written = new HashSet<>(this.tables);
		}
	}

	void addEverything() {
		this.everything = true;
	}

	boolean hasChangedEverything() {
		return this.everything || this.connection.isLentOut();
	}

	void addCommit() {
		this.partlyCommitted = true;
	}

	boolean isPartlyCommitted() {
		return this.partlyCommitted || this.connection.isPartlyCommitted();
	}

	void hold(Hold begun) {
		endHold(true);
		this.hold = begun;
	}

	Set<String> written() {
		return this.written;
	}

	boolean hasChanged(Tag[] tags) {
		if (hasChangedEverything()) {
			return true;
		}
		if (this.written.isEmpty()) {
			return false;
		}
		for (Tag tag : tags) {
			if (tag.isShared() || !tag.isMark() && this.tables.contains(tag.name())) {
				return true;
			}
		}
		return false;
	}

	void end() {
		this.over = true;
	}

	void endHold(boolean known) {
		if (this.hold != null) {
			this.hold.end(known);
			this.hold = null;
		}
	}

	boolean isOver() {
		return this.over || this.connection.isTaken();
	}

}
