package dev.mainstay.admission;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Waiters, the one first who has waited longest. Belongs to whoever has the lock of the
 * gate. Takes anybody out as fast as the first.
 */
final class WaitQueue {

	private @Nullable Waiter first;

	private @Nullable Waiter last;

	private int size;

	@Nullable Waiter first() {
		return this.first;
	}

	@Nullable Waiter last() {
		return this.last;
	}

	int size() {
		return this.size;
	}

	void add(Waiter waiter) {
		waiter.before = this.last;
		if (this.last != null) {
			this.last.after = waiter;
		}
		else {
			this.first = waiter;
		}
		this.last = waiter;
		this.size++;
	}

	void remove(Waiter waiter) {
		if (waiter.before != null) {
			waiter.before.after = waiter.after;
		}
		else {
			this.first = waiter.after;
		}
		if (waiter.after != null) {
			waiter.after.before = waiter.before;
		}
		else {
			this.last = waiter.before;
		}
		waiter.before = null;
		waiter.after = null;
		this.size--;
	}

	/**
	 * Look at all of them; the one that is looked at may be taken out.
	 * @param look what to do with each
	 */
	void forEach(Consumer<Waiter> look) {
		Waiter waiter = this.first;
		while (waiter != null) {
			Waiter next = waiter.after;
			look.accept(waiter);
			waiter = next;
		}
	}

}
