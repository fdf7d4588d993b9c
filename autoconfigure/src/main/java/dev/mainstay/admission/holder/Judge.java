package dev.mainstay.admission.holder;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Refusal;
import dev.mainstay.admission.SegmentSnapshot;
import dev.mainstay.datasource.DurationText;

/**
 * Finds out why a pool has no connection left, or a segment none below its maximum. The
 * rules, of which the first that fits decides:
 * <ol>
 * <li>{@link Verdict#DB_DOWN}: there is no connection to the server, or fewer than the
 * pool may have and opening more has failed.
 * <li>{@link Verdict#NESTED_TX}: the gate has refused the caller because of a pool lock.
 * <li>{@link Verdict#TOO_SMALL}: more than half of the holders have their connections for
 * less than a quarter of a second, and are no leaks.
 * <li>Otherwise the time for which the others have their connections is divided: all of
 * it counts for {@link Verdict#NESTED_TX} if the holder waits for a second connection,
 * and for {@link Verdict#LEAK} if its thread has ended, or the work it was borrowed for
 * is over, no transaction is open and nothing was done for the leak threshold. Of the
 * rest, the time in statements counts for {@link Verdict#SLOW_SQL}, and the time without
 * for {@link Verdict#IDLE_IN_TX} if a transaction is open, else for
 * {@link Verdict#IDLE_HELD}. The largest part decides.
 * </ol>
 * Where it is a segment, its holders are judged alone.
 */
final class Judge {

	static final long QUICK = Duration.ofMillis(250).toNanos();

	// For ever is long, however short it is yet.
	private static final long SHORTEST_LEAK = Duration.ofMinutes(1).toNanos();

	private final PoolFigures pool;

	private final int waitingForSegments;

	private final String sizedBy;

	private final @Nullable SegmentSnapshot segment;

	private final List<HeldConnection> held;

	/**
	 * Create a judge.
	 * @param pool the figures of the pool
	 * @param waitingForSegments how many callers wait because of the maximum of their
	 * segment
	 * @param sizedBy the properties that say how large the pool is
	 * @param segment the segment that has its maximum, or {@code null} if it is the pool
	 * that has no connection left
	 * @param held who has connections of the pool
	 */
	Judge(PoolFigures pool, int waitingForSegments, String sizedBy, @Nullable SegmentSnapshot segment,
			List<HeldConnection> held) {
		this.pool = pool;
		this.waitingForSegments = waitingForSegments;
		this.sizedBy = sizedBy;
		this.segment = segment;
		this.held = (segment != null) ? held.stream().filter((one) -> one.isIn(segment)).toList() : held;
	}

	/**
	 * Find out why.
	 * @param shortage who got no connection, or {@code null} if nobody in particular
	 * @return why, and what helps
	 */
	Judgement judge(@Nullable Shortage shortage) {
		Verdict verdict = verdict(shortage);
		return new Judgement(verdict, advice(verdict));
	}

	private Verdict verdict(@Nullable Shortage shortage) {
		boolean connectFailed = this.pool.failing() || (shortage != null && shortage.connectFailed());
		if (this.pool.total() == 0 || (connectFailed && this.pool.total() < this.pool.maximum())) {
			return Verdict.DB_DOWN;
		}
		return (shortage != null && shortage.reason() == Refusal.POOL_LOCK) ? Verdict.NESTED_TX : weigh();
	}

	private Verdict weigh() {
		List<HeldConnection> slow = this.held.stream().filter((one) -> one.leaked() || one.age() >= QUICK).toList();
		if (slow.size() * 2 < this.held.size() || slow.isEmpty()) {
			return Verdict.TOO_SMALL;
		}
		Map<Verdict, Long> parts = new EnumMap<>(Verdict.class);
		for (HeldConnection one : slow) {
			if (one.leaked()) {
				parts.merge(Verdict.LEAK, Math.max(one.age(), SHORTEST_LEAK), Long::sum);
			}
			else if (one.state() == HolderState.WAITING) {
				parts.merge(Verdict.NESTED_TX, one.age(), Long::sum);
			}
			else {
				parts.merge(Verdict.SLOW_SQL, one.inStatements(), Long::sum);
				parts.merge(one.inTransaction() ? Verdict.IDLE_IN_TX : Verdict.IDLE_HELD,
						one.age() - one.inStatements(), Long::sum);
			}
		}
		return parts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
	}

	private String advice(Verdict verdict) {
		return switch (verdict) {
			case DB_DOWN -> ("the pool has %d of %d connections and gets no more: look whether the database can be "
					+ "reached and takes more connections")
				.formatted(this.pool.total(), this.pool.maximum());
			case NESTED_TX -> holders(HolderState.WAITING)
					+ " wait for a second connection: do without the inner transaction (REQUIRES_NEW), begin it before "
					+ "the outer one, or keep connections for it by db.admission.nested-reserve";
			case LEAK -> part("connections", HeldConnection::leaked)
					+ " are not given back: close them, best by try-with-resources, in what the threads below were at";
			case IDLE_IN_TX -> holders(HolderState.IDLE_IN_TRANSACTION)
					+ " are in a transaction and ask nothing of the database: move what else they do, such as HTTP "
					+ "calls, out of the transaction";
			case IDLE_HELD -> holders(HolderState.IDLE)
					+ " have a connection and use it neither for a statement nor for a transaction: switch "
					+ "spring.jpa.open-in-view off, or close connections before doing something else";
			case SLOW_SQL -> holders(HolderState.IN_STATEMENT)
					+ " wait for the database: see the statements below and /actuator/database/slow-queries; a larger "
					+ "pool would make it slower still";
			case TOO_SMALL -> "connections%s come and go quickly%s and %s".formatted(ofSegment(), mean(),
					(this.segment != null) ? larger(this.segment) : larger());
		};
	}

	private String holders(HolderState state) {
		return part("holders", (one) -> one.state() == state);
	}

	private String part(String what, Predicate<HeldConnection> those) {
		return "%d of %d %s%s".formatted(this.held.stream().filter(those).count(), this.held.size(), what, ofSegment());
	}

	private String ofSegment() {
		return (this.segment != null) ? " of segment '" + this.segment.name() + "'" : "";
	}

	private String mean() {
		// All may have come back meanwhile.
		OptionalDouble nanos = this.held.stream().mapToLong(HeldConnection::age).average();
		return nanos.isPresent() ? " (lent for %s on average so far)"
			.formatted(DurationText.of(Duration.ofMillis(Math.round(nanos.getAsDouble() / 1_000_000)))) : "";
	}

	private String larger() {
		int waiting = this.pool.waiting();
		int others = Math.max(0, waiting - this.waitingForSegments);
		String bound = (waiting > others)
				? "; %d of them because their segment has its maximum (db.segments.*.max)".formatted(waiting - others)
				: "";
		return ("%d callers wait%s, so nobody is to blame. A pool of %d would have had room for %s; it helps only as far "
				+ "as the database has cores for them (%s)")
			.formatted(waiting, bound, Math.max(this.pool.maximum(), this.pool.active()) + Math.max(1, others),
					bound.isEmpty() ? "all of them" : "the others", this.sizedBy);
	}

	// A larger pool would not help it.
	private String larger(SegmentSnapshot segment) {
		return "%d of its callers wait, so nobody is to blame. A larger db.segments.%s.max lets it have more of the pool's %d"
			.formatted(segment.waiting(), segment.name(), this.pool.maximum());
	}

}
