package dev.mainstay.autoconfigure.cache.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mainstay.cache.version.RemoteChanges;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The name of a jar that counts up, and who reads it without an answer of his own.
 */
final class ChangingName {

	private static final int ID = 1;

	private final PantryInstance writer;

	private final AtomicInteger committed = new AtomicInteger();

	// What had been committed when.
	private final ConcurrentSkipListMap<Long, Integer> history = new ConcurrentSkipListMap<>();

	private volatile boolean over;

	ChangingName(PantryInstance writer) {
		this.writer = writer;
	}

	/**
	 * Write and read.
	 * @param duration how long
	 * @param readings what is read again and again by another thread
	 */
	void run(Duration duration, Runnable readings) {
		this.writer.service().rename(ID, "0");
		this.history.put(System.nanoTime(), 0);
		long end = System.nanoTime() + duration.toNanos();
		CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
			while (!this.over) {
				write();
			}
		});
		try {
			while (System.nanoTime() < end && !writing.isDone()) {
				readings.run();
			}
		}
		finally {
			this.over = true;
			writing.join();
		}
	}

	private void write() {
		int next = this.committed.get() + 1;
		this.writer.service().rename(ID, Integer.toString(next));
		this.committed.set(next);
		this.history.put(System.nanoTime(), next);
		this.writer.forgetOwnAnswers();
		assertThat(read(this.writer)).isEqualTo(next);
		// Time for others to share it.
		read(this.writer);
		read(this.writer);
	}

	// There is no delay where it is written.
	void readHere() {
		int before = this.committed.get();
		this.writer.forgetOwnAnswers();
		assertThat(read(this.writer)).isGreaterThanOrEqualTo(before);
	}

	void readElsewhere(PantryInstance reader) {
		long bound = reader.bean(RemoteChanges.class).stalenessBound().toNanos();
		Map.Entry<Long, Integer> known = this.history.floorEntry(System.nanoTime() - bound);
		reader.forgetOwnAnswers();
		assertThat(read(reader)).isGreaterThanOrEqualTo((known != null) ? known.getValue() : 0);
	}

	private static int read(PantryInstance instance) {
		return Integer.parseInt(instance.service().nameOf(ID).orElseThrow());
	}

}
