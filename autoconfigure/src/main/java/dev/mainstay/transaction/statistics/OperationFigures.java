package dev.mainstay.transaction.statistics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import dev.mainstay.datasource.TransactionState;

/**
 * Live figures of the transactions of one operation on one data source.
 */
final class OperationFigures {

	/**
	 * The operation that stands for all that are too many to be told apart.
	 */
	static final String OTHER = "other";

	private final String name;

	private final LongAdder commits = new LongAdder();

	private final LongAdder rollbacks = new LongAdder();

	private final LongAdder unknown = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	private final AtomicLong longest = new AtomicLong();

	OperationFigures(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	void ended(TransactionState outcome, long elapsedNanos) {
		counter(outcome).increment();
		this.nanos.add(elapsedNanos);
		long known = this.longest.get();
		while (elapsedNanos > known && !this.longest.compareAndSet(known, elapsedNanos)) {
			known = this.longest.get();
		}
	}

	private LongAdder counter(TransactionState outcome) {
		return switch (outcome) {
			case COMMITTED -> this.commits;
			case UNKNOWN -> this.unknown;
			default -> this.rollbacks;
		};
	}

	OperationSnapshot snapshot() {
		return new OperationSnapshot(this.name, this.commits.sum(), this.rollbacks.sum(), this.unknown.sum(),
				this.nanos.sum(), this.longest.get());
	}

}
