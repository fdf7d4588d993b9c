package dev.mainstay.cache.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers by key, bounded in number, bytes and time. Does not know whether an
 * answer is current: whoever finds one has to ask. Thread-safe.
 */
public final class QueryStore {

	/**
	 * The name of the shape that methods share when there are too many.
	 */
	public static final String OTHERS = "others";

	// One answer must not throw out all the others.
	private static final int LARGEST_SHARE = 8;

	private final Cache<Object, Answer> answers;

	private final AnswerExpiry expiry;

	private final UseHistory history;

	private final LongSupplier nanoTime;

	private final long maxSize;

	private final long maxBytes;

	private final Shapes shapes;

	private final LongAdder bytes = new LongAdder();

	private final LongAdder evicted = new LongAdder();

	private final LongAdder expired = new LongAdder();

	private final LongAdder outdated = new LongAdder();

	private final LongAdder removed = new LongAdder();

	private final LongAdder tooLarge = new LongAdder();

	private final RemovalCounts removals = new RemovalCounts();

	private final Sweep sweep;

	/**
	 * Create an empty store.
	 * @param settings how much is kept, and for how long
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 * @param executor runs what the store has to do after a use or a change, at once or
	 * soon
	 */
	public QueryStore(StoreSettings settings, LongSupplier nanoTime, Executor executor) {
		this(settings, nanoTime, executor, () -> ThreadLocalRandom.current().nextDouble());
	}

	QueryStore(StoreSettings settings, LongSupplier nanoTime, Executor executor, DoubleSupplier random) {
		this.expiry = new AnswerExpiry(new Lifetimes(settings, random));
		this.history = new UseHistory(remembered(settings).toNanos());
		this.nanoTime = nanoTime;
		this.maxSize = settings.maxSize();
		this.shapes = new Shapes(OTHERS, this.maxSize);
		this.maxBytes = settings.maxBytes();
		AnswerWeigher weigher = new AnswerWeigher(this.maxSize, this.maxBytes);
		this.answers = Caffeine.newBuilder()
			.maximumWeight(weigher.capacity())
			.weigher(weigher)
			.expireAfter(this.expiry)
			.ticker(nanoTime::getAsLong)
			.executor(executor)
			.evictionListener(this::gone)
			.build();
		this.sweep = new Sweep(this.answers.asMap().entrySet());
	}

	// As long as the answer would have lived, had it been used often.
	private static Duration remembered(StoreSettings settings) {
		Duration twice = settings.baseTtl().multipliedBy(2);
		Duration most = Duration.ofHours(1);
		return (twice.compareTo(most) < 0) ? twice : most;
	}

	private void gone(@Nullable Object key, @Nullable Answer answer, RemovalCause cause) {
		((cause == RemovalCause.EXPIRED) ? this.expired : this.evicted).increment();
		if (key != null && answer != null) {
			this.bytes.add(-answer.bytes());
			this.history.remember(key, answer.uses(), this.nanoTime.getAsLong());
		}
	}

	/**
	 * Look for an answer. To find one counts as a use of it.
	 * @param key the question
	 * @return the answer, current or not; {@code null} if there is none
	 */
	public @Nullable Answer find(Object key) {
		return this.answers.getIfPresent(key);
	}

	/**
	 * Look at an answer without using it.
	 * @param key the question
	 * @return the answer, current or not; {@code null} if there is none
	 */
	public @Nullable Answer peek(Object key) {
		return this.answers.policy().getIfPresentQuietly(key);
	}

	/**
	 * Return a number that changes whenever the answer to a question may have been
	 * removed, to be taken before the answer is read.
	 * @param key the question
	 * @return the number
	 */
	public long removals(Object key) {
		return this.removals.get(key);
	}

	/**
	 * Store an answer unless a newer one is there.
	 * @param key the question
	 * @param answer the answer
	 * @return whether it is stored
	 */
	public boolean put(Object key, Answer answer) {
		return put(key, answer, removals(key));
	}

	/**
	 * Store an answer unless a newer one is there, or somebody wanted it to be removed
	 * while it was read.
	 * @param key the question
	 * @param answer the answer
	 * @param removals the number of removals before it was read
	 * @return whether it is stored
	 */
	public boolean put(Object key, Answer answer, long removals) {
		long weight = AnswerWeigher.bytes(key, answer);
		if (weight > this.maxBytes / LARGEST_SHARE) {
			this.tooLarge.increment();
			return false;
		}
		if (removals(key) != removals) {
			return false;
		}
		answer.weighed(weight);
		Answer stored = this.answers.asMap().compute(key, (same, old) -> {
			if (old != null && old.stamp() > answer.stamp()) {
				return old;
			}
			this.bytes.add(weight - ((old != null) ? old.bytes() : 0));
			answer.inherit((old != null) ? old.uses() : this.history.recall(key, this.nanoTime.getAsLong()));
			return answer;
		});
		// Who removes counts first and looks for answers then: either it finds this one,
		// or its count is seen here.
		if (removals(key) != removals) {
			remove(key, answer);
			return false;
		}
		return stored == answer;
	}

	/**
	 * Remove the answer to a question.
	 * @param key the question
	 */
	public void remove(Object key) {
		this.removals.add(key);
		Answer answer = this.answers.asMap().remove(key);
		if (answer != null) {
			this.bytes.add(-answer.bytes());
			this.removed.increment();
		}
	}

	private boolean remove(Object key, Answer answer) {
		boolean found = this.answers.asMap().remove(key, answer);
		if (found) {
			this.bytes.add(-answer.bytes());
		}
		return found;
	}

	/**
	 * Remove the answers to some questions. Looks at all keys, one after the other, and
	 * holds up nobody meanwhile.
	 * @param condition which questions
	 */
	public void removeIf(Predicate<Object> condition) {
		this.removals.addWalk();
		for (Map.Entry<Object, Answer> entry : this.answers.asMap().entrySet()) {
			if (condition.test(entry.getKey()) && remove(entry.getKey(), entry.getValue())) {
				this.removed.increment();
			}
		}
	}

	/**
	 * Remove all answers.
	 */
	public void clear() {
		removeIf((key) -> true);
	}

	/**
	 * Remove answers whose time is over, and look at some more answers for those that are
	 * not current any more. Goes on where it stopped the last time, so that it never
	 * takes long; to be called now and then.
	 * @param current tells whether an answer is current
	 */
	public void maintain(Predicate<Answer> current) {
		this.sweep.proceed(this.answers::cleanUp, (entry) -> {
			Answer answer = entry.getValue();
			if (!current.test(answer) && remove(entry.getKey(), answer)) {
				this.outdated.increment();
				this.history.remember(entry.getKey(), answer.uses(), this.nanoTime.getAsLong());
			}
		});
	}

	// Not a use of what is looked at.
	Map<Object, Answer> answers() {
		return this.answers.asMap();
	}

	/**
	 * Return how many answers are kept.
	 * @return the number, about; those whose time is over may be counted
	 */
	public long size() {
		return this.answers.estimatedSize();
	}

	/**
	 * Return how much memory the answers take.
	 * @return an estimate, in bytes
	 */
	public long weight() {
		return Math.max(0, this.bytes.sum());
	}

	/**
	 * Return what is known of a method.
	 * @param name the name of the method or the cache
	 * @return the shape, always the same one for the same name
	 */
	public Shape shape(String name) {
		return this.shapes.get(name);
	}

	/**
	 * Return the methods that something is known of.
	 * @return their names, and that of the shape that others share if there are too many
	 */
	public Set<String> shapeNames() {
		return this.shapes.names();
	}

	/**
	 * Hear of every method: of those that are known, and of each that comes later, once
	 * each and one after the other. Methods that share the shape of others have no name.
	 * @param listener told of the name, on the thread that is the first to call the
	 * method, so it must be brief and must not throw
	 */
	public void forEachShape(Consumer<String> listener) {
		this.shapes.forEach(listener);
	}

	/**
	 * Return what is kept, and how it is used.
	 * @return the counts so far
	 */
	public StoreStatistics statistics() {
		List<ShapeStatistics> each = this.shapes.statistics();
		ShapeStatistics total = each.stream().reduce(ShapeStatistics.none("all"), ShapeStatistics::plus);
		return new StoreStatistics(size(), weight(), this.maxSize, this.maxBytes, this.evicted.sum(),
				this.expired.sum(), this.outdated.sum(), this.removed.sum(), this.tooLarge.sum(),
				this.expiry.statistics(), total, each);
	}

}
