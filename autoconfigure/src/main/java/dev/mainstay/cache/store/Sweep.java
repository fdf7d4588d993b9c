package dev.mainstay.cache.store;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Goes over all answers again and again, a portion each time. Thread-safe; one thread at
 * a time goes on.
 */
final class Sweep {

	private static final int PORTION = 10_000;

	private final Iterable<Map.Entry<Object, Answer>> answers;

	// Guards the position.
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Iterator<Map.Entry<Object, Answer>> position;

	Sweep(Iterable<Map.Entry<Object, Answer>> answers) {
		this.answers = answers;
	}

	/**
	 * Look at the next portion, unless somebody else does at this moment.
	 * @param before done first
	 * @param look what to do with each answer
	 */
	void proceed(Runnable before, Consumer<Map.Entry<Object, Answer>> look) {
		if (!this.lock.tryLock()) {
			return;
		}
		try {
			before.run();
			Iterator<Map.Entry<Object, Answer>> entries = this.position;
			if (entries == null) {
				entries = this.answers.iterator();
			}
			for (int i = 0; i < PORTION && entries.hasNext(); i++) {
				look.accept(entries.next());
			}
			this.position = entries.hasNext() ? entries : null;
		}
		finally {
			this.lock.unlock();
		}
	}

}
