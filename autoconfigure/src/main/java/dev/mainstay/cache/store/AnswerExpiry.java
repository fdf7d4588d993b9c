package dev.mainstay.cache.store;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import com.github.benmanes.caffeine.cache.Expiry;

/**
 * Tells Caffeine how long an answer is kept, and counts its uses for that.
 */
final class AnswerExpiry implements Expiry<Object, Answer> {

	private static final long NANOS_PER_MILLI = 1_000_000;

	private final Lifetimes lifetimes;

	private final int frequentThreshold;

	private final LongAdder given = new LongAdder();

	private final LongAdder givenMillis = new LongAdder();

	private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

	AnswerExpiry(Lifetimes lifetimes) {
		this.lifetimes = lifetimes;
		this.frequentThreshold = lifetimes.frequentThreshold();
	}

	@Override
	public long expireAfterCreate(Object key, Answer answer, long now) {
		long nanos = give(answer);
		answer.stored(now, nanos);
		return nanos;
	}

	@Override
	public long expireAfterUpdate(Object key, Answer answer, long now, long left) {
		return answer.isStored() ? left : expireAfterCreate(key, answer, now);
	}

	@Override
	public long expireAfterRead(Object key, Answer answer, long now, long left) {
		if (answer.use(this.frequentThreshold) && this.lifetimes.isExtendable(answer)) {
			return answer.extend(now, give(answer));
		}
		return left;
	}

	private long give(Answer answer) {
		long nanos = this.lifetimes.of(answer);
		if (nanos != Lifetimes.UNLIMITED) {
			this.given.increment();
			this.givenMillis.add(nanos / NANOS_PER_MILLI);
			this.longest.accumulate(nanos);
		}
		return nanos;
	}

	LifetimeStatistics statistics() {
		return new LifetimeStatistics(this.given.sum(), this.givenMillis.sum(), Duration.ofNanos(this.longest.get()));
	}

}
