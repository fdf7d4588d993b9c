package dev.mainstay.cache.cluster;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.mainstay.cache.version.TagNames;

/**
 * What is told to the others at one time, and who waits for it. Filled by many under the
 * lock of the {@link Outbox}, emptied by one.
 */
final class Batch {

	private static final int MOST_TAGS = 1000;

	private final Set<String> tags = new LinkedHashSet<>();

	private final List<Announcement> marks = new ArrayList<>();

	private final List<Announcement> done = new ArrayList<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private boolean all;

	private int changes;

	private boolean owed;

	private volatile boolean told;

	void add(Set<String> names) {
		this.changes++;
		if (!this.all) {
			this.tags.addAll(names);
			if (this.tags.size() > MOST_TAGS) {
				fewer();
			}
		}
	}

	void addAll() {
		this.changes++;
		everything();
	}

	// What could not be told goes along with what comes. Announcements do not: who made
	// them knows that nobody heard.
	void owe(Batch failed) {
		int before = this.changes;
		if (failed.all) {
			everything();
		}
		else {
			add(failed.tags);
		}
		this.changes = before;
		this.owed |= !failed.tags.isEmpty() || failed.all || failed.owed;
	}

	// Whoever put something in has gone on without waiting until it is told.
	void owed() {
		this.owed = true;
	}

	boolean isOwed() {
		return this.owed;
	}

	private void fewer() {
		Set<String> tables = TagNames.withoutRows(this.tags);
		if (tables.size() > MOST_TAGS / 2) {
			everything();
		}
		else {
			this.tags.clear();
			this.tags.addAll(tables);
		}
	}

	private void everything() {
		this.all = true;
		this.tags.clear();
	}

	void mark(Announcement announcement) {
		this.marks.add(announcement);
	}

	void done(Announcement announcement) {
		this.done.add(announcement);
	}

	boolean isEmpty() {
		return this.tags.isEmpty() && !this.all && this.marks.isEmpty() && this.done.isEmpty();
	}

	boolean isAll() {
		return this.all;
	}

	Set<String> tags() {
		return this.tags;
	}

	List<Announcement> marks() {
		return this.marks;
	}

	List<Announcement> done() {
		return this.done;
	}

	int changes() {
		return this.changes;
	}

	void end(boolean successful) {
		this.told = successful;
		this.end.countDown();
	}

	/**
	 * Wait until the batch was told, or could not be.
	 * @param nanos how long to wait at most
	 * @return whether it was told
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean await(long nanos) throws InterruptedException {
		return this.end.await(nanos, TimeUnit.NANOSECONDS) && this.told;
	}

}
