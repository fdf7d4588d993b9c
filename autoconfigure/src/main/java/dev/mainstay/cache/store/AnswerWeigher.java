package dev.mainstay.cache.store;

import com.github.benmanes.caffeine.cache.Weigher;

/*
 * Caffeine bounds one number. A small answer counts as one part in as many as answers may
 * be kept, a larger one as its share of the bytes: so neither bound is ever exceeded.
 */

/**
 * Tells how much of the room an answer takes.
 */
final class AnswerWeigher implements Weigher<Object, Answer> {

	// A small key, the answer around its value, and Caffeine's entry.
	private static final long OVERHEAD = 320;

	// A reference to a tag, and the tag if it is one of a row.
	private static final long TAG = 32;

	private final long least;

	private final long capacity;

	AnswerWeigher(long maxSize, long maxBytes) {
		this.least = Math.max(1, (maxBytes + maxSize - 1) / maxSize);
		this.capacity = Math.max(maxBytes, this.least * maxSize);
	}

	long capacity() {
		return this.capacity;
	}

	static long bytes(Object key, Answer answer) {
		long own = (key instanceof WeighedKey weighed) ? weighed.weight() : 0;
		return OVERHEAD + own + TAG * answer.tags().length + answer.value().weight();
	}

	@Override
	public int weigh(Object key, Answer answer) {
		return (int) Math.min(Integer.MAX_VALUE, Math.max(this.least, answer.bytes()));
	}

}
