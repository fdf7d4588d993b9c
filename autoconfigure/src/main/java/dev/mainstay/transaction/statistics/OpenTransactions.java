package dev.mainstay.transaction.statistics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;

/**
 * All transactions that are open, and some that were. A transaction is kept in a slot
 * near the one that its thread's id leads to, so threads hardly ever meet, nothing is
 * allocated, and whoever wants to see all of them walks along the slots. It stays there
 * when it is over, until the next one needs the place.
 */
final class OpenTransactions {

	private static final int SLOTS = 1024;

	private static final int PROBES = 16;

	private final AtomicReferenceArray<@Nullable OpenTransaction> slots = new AtomicReferenceArray<>(SLOTS);

	// For the rest when the slots near by are taken.
	private final Map<AdvisedConnection, OpenTransaction> overflow = new ConcurrentHashMap<>();

	void add(AdvisedConnection connection, OpenTransaction transaction) {
		int start = home();
		for (int i = 0; i < PROBES; i++) {
			int slot = (start + i) & (SLOTS - 1);
			OpenTransaction before = this.slots.get(slot);
			if ((before == null || before.isOver()) && this.slots.compareAndSet(slot, before, transaction)) {
				return;
			}
		}
		this.overflow.put(connection, transaction);
	}

	/**
	 * Find the transaction of a connection; to be called by the thread that uses it.
	 * @param connection the connection
	 * @return its transaction, or {@code null} if it has none
	 */
	@Nullable OpenTransaction find(AdvisedConnection connection) {
		int start = home();
		for (int i = 0; i < PROBES; i++) {
			OpenTransaction transaction = this.slots.get((start + i) & (SLOTS - 1));
			if (transaction != null && transaction.connection() == connection) {
				return transaction;
			}
		}
		OpenTransaction transaction = this.overflow.get(connection);
		return (transaction != null) ? transaction : findElsewhere(connection);
	}

	// The transaction was begun by another thread.
	private @Nullable OpenTransaction findElsewhere(AdvisedConnection connection) {
		for (int slot = 0; slot < SLOTS; slot++) {
			OpenTransaction transaction = this.slots.get(slot);
			if (transaction != null && transaction.connection() == connection) {
				return transaction;
			}
		}
		return null;
	}

	/**
	 * Forget a transaction that is over, unless it is in a slot.
	 * @param connection its connection
	 */
	void release(AdvisedConnection connection) {
		if (!this.overflow.isEmpty()) {
			this.overflow.remove(connection);
		}
	}

	/**
	 * See all transactions that are kept.
	 * @param consumer told of those that are open and of some that are over
	 */
	void forEach(Consumer<OpenTransaction> consumer) {
		for (int slot = 0; slot < SLOTS; slot++) {
			OpenTransaction transaction = this.slots.get(slot);
			if (transaction != null) {
				consumer.accept(transaction);
			}
		}
		// Whoever had it may never end it.
		this.overflow.keySet().removeIf(AdvisedConnection::isTaken);
		this.overflow.values().forEach(consumer);
	}

	// Ids that follow each other lead to slots that are far apart.
	private static int home() {
		return (int) ((Thread.currentThread().getId() * 0x9E3779B97F4A7C15L) >>> 54);
	}

}
