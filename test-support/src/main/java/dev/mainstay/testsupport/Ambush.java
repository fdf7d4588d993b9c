package dev.mainstay.testsupport;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The losses that wait for the next requests through a {@link TcpProxy}.
 */
final class Ambush {

	private final Queue<Loss> atRequest = new ConcurrentLinkedQueue<>();

	private final Queue<Loss> atCommit = new ConcurrentLinkedQueue<>();

	private final AtomicInteger losses = new AtomicInteger();

	void atRequest(Loss loss) {
		this.atRequest.add(loss);
	}

	void atCommit(Loss loss) {
		this.atCommit.add(loss);
	}

	void clear() {
		this.atRequest.clear();
		this.atCommit.clear();
	}

	boolean isEmpty() {
		return this.atRequest.isEmpty() && this.atCommit.isEmpty();
	}

	int losses() {
		return this.losses.get();
	}

	/**
	 * Decide on a request.
	 * @param commit whether it asks to commit
	 * @return what to lose of it, or {@code null} to let it pass
	 */
	@Nullable Loss meet(boolean commit) {
		Loss loss = (commit) ? this.atCommit.poll() : null;
		loss = (loss != null) ? loss : this.atRequest.poll();
		if (loss != null) {
			this.losses.incrementAndGet();
		}
		return loss;
	}

}
