package dev.mainstay.cache.store;

import com.github.benmanes.caffeine.cache.Expiry;

/**
 * Tells Caffeine how long an answer is kept, and counts its uses for that.
 */
final class AnswerExpiry implements Expiry<Object, Answer> {

	private final Lifetimes lifetimes;

	private final int frequentThreshold;

	AnswerExpiry(Lifetimes lifetimes) {
		this.lifetimes = lifetimes;
		this.frequentThreshold = lifetimes.frequentThreshold();
	}

	@Override
	public long expireAfterCreate(Object key, Answer answer, long now) {
		long nanos = this.lifetimes.of(answer);
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
			return answer.extend(now, this.lifetimes.of(answer));
		}
		return left;
	}

}
