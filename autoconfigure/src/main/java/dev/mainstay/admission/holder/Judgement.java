package dev.mainstay.admission.holder;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Refusal;
import dev.mainstay.datasource.DurationText;

/**
 * Why a pool has no connection left, and what helps. The rules, of which the first that
 * fits decides:
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
 *
 * @param verdict why
 * @param advice what helps, in a sentence or two
 */
record Judgement(Verdict verdict, String advice) {

	static final long QUICK = Duration.ofMillis(250).toNanos();

	// For ever is long, however short it is yet.
	private static final long SHORTEST_LEAK = Duration.ofMinutes(1).toNanos();

	static Judgement of(PoolFigures pool, List<HeldConnection> held, @Nullable Refusal reason, boolean connectFailed) {
		if (pool.total() == 0 || (connectFailed && pool.total() < pool.maximum())) {
			return new Judgement(Verdict.DB_DOWN, advice(Verdict.DB_DOWN, pool, held));
		}
		Verdict verdict = (reason == Refusal.POOL_LOCK) ? Verdict.NESTED_TX : weigh(held);
		return new Judgement(verdict, advice(verdict, pool, held));
	}

	private static Verdict weigh(List<HeldConnection> held) {
		List<HeldConnection> slow = held.stream().filter((one) -> one.leaked() || one.age() >= QUICK).toList();
		if (slow.size() * 2 < held.size() || slow.isEmpty()) {
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

	private static String advice(Verdict verdict, PoolFigures pool, List<HeldConnection> held) {
		return switch (verdict) {
			case DB_DOWN -> ("the pool has %d of %d connections and gets no more: look whether the database can be "
					+ "reached and takes more connections")
				.formatted(pool.total(), pool.maximum());
			case NESTED_TX -> ("%d of %d holders wait for a second connection: do without the inner transaction "
					+ "(REQUIRES_NEW), begin it before the outer one, or keep connections for it by "
					+ "db.admission.nested-reserve")
				.formatted(count(held, HolderState.WAITING), held.size());
			case LEAK ->
				("%d of %d connections are not given back: close them, best by try-with-resources, in what the "
						+ "threads below were at")
					.formatted(held.stream().filter(HeldConnection::leaked).count(), held.size());
			case IDLE_IN_TX -> ("%d of %d holders are in a transaction and ask nothing of the database: move what else "
					+ "they do, such as HTTP calls, out of the transaction")
				.formatted(count(held, HolderState.IDLE_IN_TRANSACTION), held.size());
			case IDLE_HELD -> ("%d of %d holders have a connection and use it neither for a statement nor for a "
					+ "transaction: switch spring.jpa.open-in-view off, or close connections before doing something "
					+ "else")
				.formatted(count(held, HolderState.IDLE), held.size());
			case SLOW_SQL -> ("%d of %d holders wait for the database: see the statements below and "
					+ "/actuator/database/slow-queries; a larger pool would make it slower still")
				.formatted(count(held, HolderState.IN_STATEMENT), held.size());
			case TOO_SMALL -> sizes(pool, held);
		};
	}

	private static String sizes(PoolFigures pool, List<HeldConnection> held) {
		double mean = held.stream().mapToLong(HeldConnection::age).average().orElse(0);
		return ("connections come and go quickly (lent for %s on average so far) and %d callers wait, so nobody is to "
				+ "blame. A pool of %d would have had room for all of them; it helps only as far as the database has "
				+ "cores for them (db.pool.size, db.pool.max-overflow)")
			.formatted(DurationText.of(Duration.ofMillis(Math.round(mean / 1_000_000))), pool.waiting(),
					Math.max(pool.maximum(), pool.active()) + Math.max(1, pool.waiting()));
	}

	private static long count(List<HeldConnection> held, HolderState state) {
		return held.stream().filter((one) -> one.state() == state).count();
	}

}
