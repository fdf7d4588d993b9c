package dev.mainstay.cache.warm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.CacheWarmer;
import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.cache.warm.Errand.Outcome;

/*
 * Looked at in turns, so that a hit costs the comparison of a number, and a change
 * nothing at all. In each turn the questions that were asked in most of the last turns
 * are asked again if their answers were outdated, or will be too old before the next
 * turn.
 *
 * Three things keep a table that changes all the time from keeping the database busy: a
 * question is read once, and then not before somebody has been given an answer to it; it
 * rests for ten times as long as it took to read; and all of them together have a budget
 * of reads per second and of time.
 *
 * A load in the background takes its stamp and its dependencies like any other, so it may
 * be in vain but never wrong. How it comes to its key is told in Repeater.
 */

/**
 * Keeps the answers ready to what is asked most, for methods that want it. Thread-safe.
 */
public final class WarmAnswers {

	private static final Logger logger = LoggerFactory.getLogger(WarmAnswers.class);

	private static final int MOST_WARNINGS = 100;

	private final CachedReads reads;

	private final TagVersions versions;

	private final LongSupplier nanoTime;

	private final long interval;

	private final Questions questions;

	private final Repeater repeater;

	private final Budget budget;

	private final List<Errand> chosen = new CopyOnWriteArrayList<>();

	// By the number of the reason.
	private final LongAdder[] kept = new LongAdder[WarmingReason.values().length];

	private final LongAdder notKept = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder postponed = new LongAdder();

	private final LongAdder unrepeatable = new LongAdder();

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	private final AtomicInteger turn = new AtomicInteger(1);

	private volatile @Nullable Runnable firstQuestion;

	private volatile boolean ended;

	/**
	 * Create what keeps no answer ready yet.
	 * @param reads reads the answers
	 * @param store has the answers
	 * @param versions tells whether they are current
	 * @param context what keys depend on
	 * @param beans finds the beans to call
	 * @param settings how much is read
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 * @param random spreads what expires together, from 0 to less than 1
	 */
	public WarmAnswers(CachedReads reads, QueryStore store, TagVersions versions, KeyContext context, WarmBeans beans,
			WarmingSettings settings, LongSupplier nanoTime, DoubleSupplier random) {
		this.reads = reads;
		this.versions = versions;
		this.nanoTime = nanoTime;
		this.interval = settings.interval().toNanos();
		this.questions = new Questions(settings.maxQuestions());
		this.repeater = new Repeater(store, versions, context, beans, this.interval, random);
		this.budget = new Budget(settings, nanoTime.getAsLong());
		Arrays.setAll(this.kept, (reason) -> new LongAdder());
	}

	/**
	 * Return the number of the present turn, for {@link dev.mainstay.cache.store.Answer
	 * answers} that tell whether they were used in it.
	 * @return the number
	 */
	public int turn() {
		return this.turn.get();
	}

	/**
	 * A question was answered from the cache for the first time in this turn.
	 * @param key the question
	 * @param shape what its answer is one of many of
	 * @param call how it was asked
	 */
	public void asked(QueryKey key, Shape shape, WarmCall call) {
		this.questions.asked(key, (missing) -> question(missing, shape, call));
		Runnable first = this.firstQuestion;
		if (first != null && this.questions.size() != 0) {
			this.firstQuestion = null;
			first.run();
		}
	}

	private @Nullable Question question(QueryKey key, Shape shape, WarmCall call) {
		for (Object argument : call.arguments()) {
			if (!QueryKey.isConstant(argument)) {
				return null;
			}
		}
		return new Question(key, shape, call, this.repeater);
	}

	/**
	 * Call somebody when there is a question to be kept ready; turns are in vain before.
	 * @param listener called by whoever asks, perhaps twice
	 */
	public void onFirstQuestion(Runnable listener) {
		this.firstQuestion = listener;
		if (this.questions.size() != 0) {
			listener.run();
		}
	}

	/**
	 * Make a call in one of the next turns, and keep its answer.
	 * @param bean the bean with its advice
	 * @param call the call, of a method without parameters
	 */
	public void callFirst(Object bean, WarmCall call) {
		this.chosen.add(new FirstCall(bean, call, this.repeater));
	}

	/**
	 * Run a warmer in one of the next turns, and again when what it has read has changed.
	 * @param warmer the warmer
	 */
	public void run(CacheWarmer warmer) {
		this.chosen.add(new WarmerRun(warmer, this.reads, this.interval));
	}

	/**
	 * Read what is due. To be called once in each interval, on a thread that nobody's
	 * context belongs to.
	 * @param executor reads, on such threads, too
	 */
	public void turn(Executor executor) {
		this.turn.incrementAndGet();
		this.budget.refill(this.nanoTime.getAsLong());
		List<Errand> errands = new ArrayList<>(this.chosen);
		List<Question> asked = this.questions.turn(this.repeater.moment());
		this.unrepeatable.add(asked.stream().filter(Question::isFoundElsewhere).count());
		errands.addAll(asked);
		// Nothing would be kept.
		if (this.versions.isDistrusted()) {
			return;
		}
		for (Errand errand : errands) {
			if (this.ended) {
				return;
			}
			long now = this.nanoTime.getAsLong();
			WarmingReason reason = errand.isFree(now) ? errand.due(now) : null;
			if (reason == null) {
				continue;
			}
			if (reason != WarmingReason.START && !this.budget.take()) {
				this.postponed.increment();
				continue;
			}
			errand.begin();
			try {
				executor.execute(() -> read(errand, reason));
			}
			catch (RejectedExecutionException ex) {
				// The threads have just ended.
				errand.postpone();
				return;
			}
		}
	}

	private void read(Errand errand, WarmingReason reason) {
		if (this.ended || (reason != WarmingReason.START && !this.budget.hasTime())) {
			this.postponed.increment();
			errand.postpone();
			return;
		}
		boolean useful = false;
		long start = this.nanoTime.getAsLong();
		try {
			// Somebody may have asked meanwhile.
			useful = errand.due(start) == null || count(errand.read(), reason);
		}
		// What the application throws does no harm to other reads.
		catch (Throwable ex) {
			fail(errand, ex);
		}
		finally {
			long now = this.nanoTime.getAsLong();
			if (reason != WarmingReason.START) {
				this.budget.spend(now - start);
			}
			errand.end(now, now - start, useful, this.interval);
		}
	}

	private boolean count(Outcome outcome, WarmingReason reason) {
		switch (outcome) {
			case KEPT -> this.kept[reason.ordinal()].increment();
			case NOT_KEPT -> this.notKept.increment();
			case UNREPEATABLE -> this.unrepeatable.increment();
		}
		return outcome == Outcome.KEPT;
	}

	private void fail(Errand errand, Throwable ex) {
		if (ex instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		if (this.ended) {
			return;
		}
		this.failed.increment();
		if (this.warned.size() < MOST_WARNINGS && this.warned.add(errand.name())) {
			logger.warn("{} could not be called in the background to keep its answers ready. Whoever asks reads them; "
					+ "this is not told again", errand.name(), ex);
		}
	}

	/**
	 * Begin nothing any more.
	 */
	public void end() {
		this.ended = true;
	}

	/**
	 * Begin again after an end, when nothing is read any more.
	 */
	public void resume() {
		this.chosen.forEach(Errand::postpone);
		this.questions.postpone();
		this.ended = false;
	}

	/**
	 * Return what was read in the background.
	 * @return the counts so far
	 */
	public WarmingStatistics statistics() {
		Map<WarmingReason, Long> read = new EnumMap<>(WarmingReason.class);
		for (WarmingReason reason : WarmingReason.values()) {
			read.put(reason, this.kept[reason.ordinal()].sum());
		}
		return new WarmingStatistics(this.questions.size(), read, this.notKept.sum(), this.failed.sum(),
				this.postponed.sum(), this.unrepeatable.sum());
	}

}
