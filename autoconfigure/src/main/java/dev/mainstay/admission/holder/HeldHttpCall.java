package dev.mainstay.admission.holder;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * An HTTP call that is under way while the thread that began it holds connections.
 */
public final class HeldHttpCall {

	private final HttpCalls calls;

	private final Thread thread;

	private final List<HeldForCall> held;

	private final AtomicBoolean over = new AtomicBoolean();

	HeldHttpCall(HttpCalls calls, Thread thread, List<HeldForCall> held) {
		this.calls = calls;
		this.thread = thread;
		this.held = held;
	}

	/**
	 * The call is over. Told by the thread that began it, or by another before the first
	 * one hears of it. Only the first time counts.
	 * @param call tells what kind of call it was
	 */
	public void end(Supplier<HttpCall> call) {
		if (!this.over.compareAndSet(false, true)) {
			return;
		}
		try {
			HttpCall known = null;
			for (HeldForCall one : this.held) {
				if (one.isStillLent() && isWaitedFor(one)) {
					known = (known != null) ? known : call.get();
					this.calls.ended(one, this.thread, known);
				}
			}
		}
		catch (RuntimeException | LinkageError ex) {
			this.calls.failed(ex);
		}
	}

	// A thread that has gone on to something else does not hold its connection for the
	// call.
	private boolean isWaitedFor(HeldForCall one) {
		if (Thread.currentThread() == this.thread) {
			return true;
		}
		Thread.State state = this.thread.getState();
		return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) && one.isUnused();
	}

}
