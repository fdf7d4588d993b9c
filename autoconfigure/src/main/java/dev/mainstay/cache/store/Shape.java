package dev.mainstay.cache.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the answers of one method: how they are used, and whether it is worth
 * keeping them. Thread-safe.
 * <p>
 * Keeping an answer costs a copy and a place, some microseconds in all; a hit saves a
 * round trip to the database, which takes a hundred of them at least. So answers are
 * worth keeping if one of a few dozen is ever asked for again. A method whose answers
 * have less than one hit per {@value #FILLS_PER_HIT} fills, counted over as many fills as
 * there is room for, only has those kept that were asked for not long before, and every
 * {@value #SAMPLE_OF}th: enough to notice when that changes, which is looked at after
 * {@value #SAMPLES} of them.
 */
public final class Shape {

	static final int SHORTEST_WINDOW = 200;

	static final int FILLS_PER_HIT = 20;

	static final int SAMPLE_OF = 50;

	static final int SAMPLES = 20;

	// A power of two.
	private static final int REMEMBERED = 4096;

	private static final int MOST_REASONS = 32;

	private static final String OTHER_REASON = "other";

	private final String name;

	private final int window;

	private final LongAdder hits = new LongAdder();

	private final LongAdder savedNanos = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder outdated = new LongAdder();

	private final LongAdder fills = new LongAdder();

	private final LongAdder loads = new LongAdder();

	private final LongAdder loadNanos = new LongAdder();

	private final Map<String, LongAdder> bypasses = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();

	private final Map<String, String> explanations = new ConcurrentHashMap<>();

	private final AtomicInteger asked = new AtomicInteger();

	// Guarded by this.
	private int windowFills;

	// Guarded by this.
	private long windowHits;

	private volatile boolean sampling;

	// The hash codes of questions whose answers were not kept, each at its place; null
	// until there is one.
	private volatile @Nullable AtomicIntegerArray notKept;

	/**
	 * Create a shape without any figures.
	 * @param name the name of a method or of a cache
	 * @param room how many answers there is room for: as long as it is not full, answers
	 * that nobody has asked for again do no harm
	 */
	Shape(String name, long room) {
		this.name = name;
		this.window = (int) Math.max(SHORTEST_WINDOW, Math.min(Integer.MAX_VALUE, room));
	}

	/**
	 * Return what the answers belong to.
	 * @return the name of a method or of a cache
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return what all answers of a method depend on besides what they are read from, so
	 * that they can be invalidated together.
	 * @param name the name of a method or of a cache
	 * @return the name of its tag, which no table has
	 */
	public static String tagName(String name) {
		return "@" + name;
	}

	/**
	 * Return whether an answer is worth keeping. Ask once per answer.
	 * @param key what was asked
	 * @return whether to keep it
	 */
	public boolean admits(Object key) {
		return !this.sampling || isRepeated(key.hashCode())
				|| Math.floorMod(this.asked.incrementAndGet(), SAMPLE_OF) == 0;
	}

	private boolean isRepeated(int hash) {
		int place = (hash ^ hash >>> 16) & (REMEMBERED - 1);
		return notKept().getAndSet(place, hash) == hash && hash != 0;
	}

	private AtomicIntegerArray notKept() {
		AtomicIntegerArray known = this.notKept;
		if (known == null) {
			known = new AtomicIntegerArray(REMEMBERED);
			this.notKept = known;
		}
		return known;
	}

	/**
	 * Return whether most answers are not kept, because hardly any was ever used.
	 * @return whether only a sample is kept
	 */
	public boolean isSampling() {
		return this.sampling;
	}

	/**
	 * A kept answer was used.
	 * @param savedNanos how long it took to read it, in nanoseconds
	 */
	public void hit(long savedNanos) {
		this.hits.increment();
		this.savedNanos.add(savedNanos);
	}

	/**
	 * There was no answer that could be used.
	 */
	public void miss() {
		this.misses.increment();
	}

	/**
	 * There was an answer that is not current any more. Counts as nothing else.
	 */
	public void outdated() {
		this.outdated.increment();
	}

	/**
	 * An answer was read.
	 * @param nanos how long that took, in nanoseconds
	 */
	public void loaded(long nanos) {
		this.loads.increment();
		this.loadNanos.add(nanos);
	}

	/**
	 * An answer was stored.
	 */
	public void filled() {
		this.fills.increment();
		synchronized (this) {
			this.windowFills++;
			if (this.windowFills >= (this.sampling ? SAMPLES : this.window)) {
				long now = this.hits.sum();
				this.sampling = (now - this.windowHits) * FILLS_PER_HIT < this.windowFills;
				this.windowHits = now;
				this.windowFills = 0;
			}
		}
	}

	/**
	 * The cache was not asked.
	 * @param reason why, one of a few constants
	 */
	public void bypassed(String reason) {
		count(this.bypasses, reason);
	}

	/**
	 * An answer was not stored.
	 * @param reason why, one of a few constants
	 */
	public void refused(String reason) {
		count(this.refusals, reason);
	}

	/**
	 * An answer was not stored, and there is more to say about it.
	 * @param reason why, one of a few constants
	 * @param explanation why, in a sentence for people without any value
	 */
	public void refused(String reason, String explanation) {
		refused(reason);
		if (this.refusals.containsKey(reason)) {
			this.explanations.put(reason, explanation);
		}
	}

	private static void count(Map<String, LongAdder> counts, String reason) {
		LongAdder count = counts.get(reason);
		if (count == null) {
			String known = (counts.size() < MOST_REASONS) ? reason : OTHER_REASON;
			count = counts.computeIfAbsent(known, (key) -> new LongAdder());
		}
		count.increment();
	}

	/**
	 * Return the counts so far.
	 * @return the counts
	 */
	public ShapeStatistics statistics() {
		return new ShapeStatistics(this.name, this.hits.sum(), this.misses.sum(), this.outdated.sum(), this.fills.sum(),
				this.loads.sum(), this.loadNanos.sum(), this.savedNanos.sum(), this.sampling, sums(this.bypasses),
				sums(this.refusals), this.explanations);
	}

	private static Map<String, Long> sums(Map<String, LongAdder> counts) {
		Map<String, Long> sums = new TreeMap<>();
		counts.forEach((reason, count) -> sums.put(reason, count.sum()));
		return sums;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
