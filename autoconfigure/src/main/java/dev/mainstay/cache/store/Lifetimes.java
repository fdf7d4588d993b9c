package dev.mainstay.cache.store;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Decides how long an answer is kept. Where limits contradict each other the shorter time
 * wins, but for a minimum that only holds for times that nobody has chosen.
 */
final class Lifetimes {

	/**
	 * Longer than any process lives.
	 */
	static final long UNLIMITED = Long.MAX_VALUE >> 1;

	// Answers that were stored together shall not have to be read again together.
	private static final double JITTER = 0.1;

	private final CacheStrategy strategy;

	private final long base;

	private final long min;

	private final long max;

	private final int frequentThreshold;

	private final double frequentMultiplier;

	private final long slowThreshold;

	private final double slowMultiplier;

	private final long timeSensitiveMax;

	private final DoubleSupplier random;

	Lifetimes(StoreSettings settings, DoubleSupplier random) {
		this.strategy = settings.strategy();
		this.base = nanos(settings.baseTtl());
		this.min = nanos(settings.minTtl());
		this.max = nanos(settings.maxTtl());
		this.frequentThreshold = settings.frequentThreshold();
		this.frequentMultiplier = settings.frequentMultiplier();
		this.slowThreshold = nanos(settings.slowThreshold());
		this.slowMultiplier = settings.slowMultiplier();
		this.timeSensitiveMax = nanos(settings.timeSensitiveMaxTtl());
		this.random = random;
	}

	private static long nanos(@Nullable Duration duration) {
		if (duration == null || duration.compareTo(Duration.ofNanos(UNLIMITED)) > 0) {
			return UNLIMITED;
		}
		return duration.toNanos();
	}

	int frequentThreshold() {
		return this.frequentThreshold;
	}

	long of(Answer answer) {
		CacheStrategy chosen = strategy(answer);
		Duration wanted = answer.timeToLive();
		if (chosen == CacheStrategy.TTL && wanted != null) {
			return Math.min(nanos(wanted), this.max);
		}
		long time = unlimited(chosen, wanted) ? UNLIMITED : (wanted != null) ? nanos(wanted) : this.base;
		long least = Math.min(this.min, time);
		if (chosen == CacheStrategy.ADAPTIVE) {
			least = (wanted != null) ? Math.min(this.min, nanos(wanted)) : this.min;
			time = Math.max(adapted(time, answer), least);
		}
		time = Math.min(time, this.max);
		if (answer.isTimeSensitive()) {
			time = Math.min(time, this.timeSensitiveMax);
		}
		return (time == UNLIMITED) ? time : jittered(time, least);
	}

	boolean isExtendable(Answer answer) {
		return strategy(answer) == CacheStrategy.ADAPTIVE;
	}

	private CacheStrategy strategy(Answer answer) {
		CacheStrategy own = answer.strategy();
		return (own != null) ? own : this.strategy;
	}

	private static boolean unlimited(CacheStrategy chosen, @Nullable Duration wanted) {
		return chosen == CacheStrategy.LRU && wanted == null;
	}

	private long adapted(long time, Answer answer) {
		double adapted = time;
		if (answer.uses() >= this.frequentThreshold) {
			adapted *= this.frequentMultiplier;
		}
		if (answer.loadNanos() >= this.slowThreshold) {
			adapted *= this.slowMultiplier;
		}
		return (long) Math.min(adapted, UNLIMITED);
	}

	private long jittered(long time, long least) {
		long shorter = time - (long) (time * JITTER * this.random.getAsDouble());
		return Math.max(shorter, Math.min(least, time));
	}

}
