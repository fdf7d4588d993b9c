package dev.mainstay.cache.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.value.KeptValue;
import dev.mainstay.cache.version.Tag;

/**
 * What a read has answered, with what is needed to tell whether it still holds.
 * Thread-safe.
 */
public final class Answer {

	private static final AtomicIntegerFieldUpdater<Answer> USES = AtomicIntegerFieldUpdater.newUpdater(Answer.class,
			"uses");

	private final KeptValue value;

	private final Tag[] tags;

	private final long stamp;

	private final long loadNanos;

	private final boolean timeSensitive;

	private final Shape shape;

	private final @Nullable CacheStrategy strategy;

	private final @Nullable Duration timeToLive;

	// Not counted any further when it is enough, so that threads that use the same answer
	// do not write to the same memory.
	private volatile int uses;

	// The turn in which it was used last, where somebody counts them.
	private volatile int turn;

	private long storedAt;

	private long bytes;

	// In nanoseconds; 0 as long as the answer is not stored.
	private volatile long lifetime;

	/**
	 * Create an answer.
	 * @param value what is kept of the answer
	 * @param tags what it depends on; the array must not be changed any more
	 * @param stamp the number that was taken before it was read
	 * @param loadNanos how long it took to read it, in nanoseconds
	 * @param timeSensitive whether it depends on the day or the time
	 * @param shape the method that it belongs to
	 * @param strategy what decides how long it is kept; {@code null} for that of the
	 * settings
	 * @param timeToLive the base of its time to live; {@code null} for that of the
	 * settings
	 */
	public Answer(KeptValue value, Tag[] tags, long stamp, long loadNanos, boolean timeSensitive, Shape shape,
			@Nullable CacheStrategy strategy, @Nullable Duration timeToLive) {
		this.value = value;
		this.tags = tags;
		this.stamp = stamp;
		this.loadNanos = loadNanos;
		this.timeSensitive = timeSensitive;
		this.shape = shape;
		this.strategy = strategy;
		this.timeToLive = timeToLive;
	}

	/**
	 * Return what is kept of the answer.
	 * @return the value
	 */
	public KeptValue value() {
		return this.value;
	}

	/**
	 * Return what the answer depends on.
	 * @return the tags; must not be changed
	 */
	public Tag[] tags() {
		return this.tags;
	}

	/**
	 * Return the number that was taken before the answer was read.
	 * @return the stamp
	 */
	public long stamp() {
		return this.stamp;
	}

	/**
	 * Return how long it took to read the answer.
	 * @return the time, in nanoseconds
	 */
	public long loadNanos() {
		return this.loadNanos;
	}

	/**
	 * Return whether the answer depends on the day or the time.
	 * @return whether it does
	 */
	public boolean isTimeSensitive() {
		return this.timeSensitive;
	}

	/**
	 * Return the method that the answer belongs to.
	 * @return the shape
	 */
	public Shape shape() {
		return this.shape;
	}

	/**
	 * Return how long the answer is kept from the moment it was stored, as decided last.
	 * @return the time; {@code null} if it has no limit or is not stored
	 */
	public @Nullable Duration lifetime() {
		long nanos = this.lifetime;
		return (nanos == 0 || nanos == Lifetimes.UNLIMITED) ? null : Duration.ofNanos(nanos);
	}

	/**
	 * Return how long the answer is still kept, as decided last.
	 * @param now the present, in nanoseconds of the store's clock
	 * @return the time in nanoseconds; more than any process lives if it has no limit or
	 * is not stored
	 */
	public long nanosLeft(long now) {
		long nanos = this.lifetime;
		return (nanos == 0 || nanos == Lifetimes.UNLIMITED) ? Lifetimes.UNLIMITED : nanos - (now - this.storedAt);
	}

	/**
	 * Note a use, for those who count turns instead of uses. Two threads may both be the
	 * first.
	 * @param now the number of the present turn
	 * @return whether there was no use in that turn before
	 */
	public boolean isFirstUseIn(int now) {
		if (this.turn == now) {
			return false;
		}
		this.turn = now;
		return true;
	}

	@Nullable CacheStrategy strategy() {
		return this.strategy;
	}

	@Nullable Duration timeToLive() {
		return this.timeToLive;
	}

	int uses() {
		return this.uses;
	}

	// Uses of an answer to the same question that was stored before.
	void inherit(int earlier) {
		this.uses = earlier;
	}

	// Whether this use is the one that makes it frequent.
	boolean use(int enough) {
		return this.uses < enough && USES.incrementAndGet(this) == enough;
	}

	// What it takes of the room, with its key.
	long bytes() {
		return this.bytes;
	}

	void weighed(long bytes) {
		this.bytes = bytes;
	}

	boolean isStored() {
		return this.lifetime != 0;
	}

	void stored(long now, long nanos) {
		this.storedAt = now;
		this.lifetime = nanos;
	}

	// The time left, in nanoseconds.
	long extend(long now, long nanos) {
		this.lifetime = nanos;
		return Math.max(1, nanos - (now - this.storedAt));
	}

}
