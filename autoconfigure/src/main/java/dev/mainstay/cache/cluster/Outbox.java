package dev.mainstay.cache.cluster;

import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What is to be told to the others. What comes while something is being told goes
 * together with the next; nobody waits while nobody can be told. Thread-safe.
 */
final class Outbox {

	// Guards all fields.
	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final ClusterCounters counters;

	private final long timeoutNanos;

	private Batch next = new Batch();

	private @Nullable Batch taken;

	private boolean beatAsked;

	// Until the first message is out, nobody can be told.
	private boolean down = true;

	Outbox(ClusterCounters counters, long timeoutNanos) {
		this.counters = counters;
		this.timeoutNanos = timeoutNanos;
	}

	void changed(Set<String> tags) {
		if (!put((batch) -> batch.add(tags))) {
			this.counters.failed.increment();
		}
	}

	void changedAll() {
		if (!put(Batch::addAll)) {
			this.counters.failed.increment();
		}
	}

	/**
	 * Tell of something that is going to happen.
	 * @param announcement what
	 * @return whether it was told in time
	 */
	boolean announce(Announcement announcement) {
		return !isDown() && put((batch) -> batch.mark(announcement));
	}

	void done(Announcement announcement) {
		this.lock.lock();
		try {
			// The lease ends by itself for those who are not told.
			if (!this.down) {
				this.next.done(announcement);
				this.work.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void askForBeat() {
		this.lock.lock();
		try {
			this.beatAsked = true;
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean put(Consumer<Batch> content) {
		Batch batch;
		this.lock.lock();
		try {
			batch = this.next;
			content.accept(batch);
			if (this.down) {
				batch.owed();
				return false;
			}
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
		return await(batch);
	}

	private boolean await(Batch batch) {
		try {
			if (batch.await(this.timeoutNanos)) {
				return true;
			}
		}
		catch (InterruptedException ex) {
			// It is told nevertheless, only nobody waits for it.
			Thread.currentThread().interrupt();
			owe(batch, false);
			return false;
		}
		// Whoever comes now does not wait as long.
		owe(batch, true);
		return false;
	}

	private void owe(Batch batch, boolean nobodyCanBeTold) {
		this.lock.lock();
		try {
			batch.owed();
			this.down |= nobodyCanBeTold;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether there are changes that nobody waits for any more, so that they are
	 * over for this instance, and that are not told yet.
	 * @return whether there are, or may be
	 */
	boolean owes() {
		this.lock.lock();
		try {
			return this.next.isOwed() || (this.taken != null && this.taken.isOwed());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until there is something to tell.
	 * @param nanos how long to wait at most
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitWork(long nanos) throws InterruptedException {
		this.lock.lock();
		try {
			long left = nanos;
			while (left > 0 && !this.beatAsked && (this.down || this.next.isEmpty())) {
				left = this.work.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean takeBeat() {
		this.lock.lock();
		try {
			boolean asked = this.beatAsked;
			this.beatAsked = false;
			return asked;
		}
		finally {
			this.lock.unlock();
		}
	}

	Batch take() {
		this.lock.lock();
		try {
			Batch batch = this.next;
			this.taken = batch;
			this.next = new Batch();
			return batch;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Keep what could not be told, and let go who waits, for this and for what came
	 * since.
	 * @param batch what was taken
	 */
	void failed(Batch batch) {
		Batch since;
		this.lock.lock();
		try {
			this.down = true;
			since = this.next;
			this.next = new Batch();
			this.next.owe(batch);
			this.next.owe(since);
			this.taken = null;
		}
		finally {
			this.lock.unlock();
		}
		batch.end(false);
		since.end(false);
	}

	void told(Batch batch) {
		this.lock.lock();
		try {
			this.down = false;
			this.taken = null;
		}
		finally {
			this.lock.unlock();
		}
		batch.end(true);
		this.counters.coalesced.add(Math.max(0, batch.changes() - 1));
	}

	boolean isDown() {
		this.lock.lock();
		try {
			return this.down;
		}
		finally {
			this.lock.unlock();
		}
	}

	int owed() {
		this.lock.lock();
		try {
			return this.next.isAll() ? Integer.MAX_VALUE : this.next.tags().size();
		}
		finally {
			this.lock.unlock();
		}
	}

}
