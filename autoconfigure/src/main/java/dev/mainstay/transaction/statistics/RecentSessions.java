package dev.mainstay.transaction.statistics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which unit of work each session of the database is at, or was at a moment ago: when one
 * hears of a deadlock, the other transactions of it may be over already, and their
 * sessions in the next ones.
 */
final class RecentSessions {

	private static final long MOMENT = Duration.ofSeconds(5).toNanos();

	// Who takes part in a deadlock has sent two statements at least.
	private static final long TOO_YOUNG = Duration.ofMillis(2).toNanos();

	private final Map<Long, OpenTransaction> transactions = new HashMap<>();

	private final String dataSource;

	private final long now;

	RecentSessions(String dataSource, long now) {
		this.dataSource = dataSource;
		this.now = now;
	}

	void add(OpenTransaction transaction) {
		boolean recent = !transaction.isOver() || this.now - transaction.endedNanos() < MOMENT;
		if (recent && transaction.session() != SessionNumber.UNKNOWN
				&& transaction.dataSource().equals(this.dataSource)) {
			this.transactions.merge(transaction.session(), transaction, this::likelier);
		}
	}

	private OpenTransaction likelier(OpenTransaction one, OpenTransaction other) {
		if (isTooYoung(one) != isTooYoung(other)) {
			return isTooYoung(one) ? other : one;
		}
		return (one.beganNanos() - other.beganNanos() > 0) ? one : other;
	}

	private boolean isTooYoung(OpenTransaction transaction) {
		return this.now - transaction.beganNanos() < TOO_YOUNG;
	}

	Map<Long, String> operations() {
		Map<Long, String> operations = new HashMap<>();
		this.transactions.forEach((session, transaction) -> operations.put(session, transaction.operation()));
		return operations;
	}

}
