package dev.mainstay.cache.warm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.Load;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.Answer;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.version.TagVersions;

/*
 * Looked at in turns, so that a hit costs one count and nothing waits in a queue. In each
 * turn the questions that were asked most are loaded anew, one after the other on one
 * thread, if their answers were changed, or will soon be too old. A turn ends when its
 * time is over; the same question rests for as long as its load took, ten times over, so
 * that a table that changes all the time does not keep the database busy.
 *
 * A load takes its stamp and its dependencies like any other: it can be too late, but
 * never wrong.
 */

/**
 * Keeps the answers to the questions that are asked most ready, for methods that want it.
 * Thread-safe.
 */
public final class WarmAnswers {

	private static final Logger logger = LoggerFactory.getLogger(WarmAnswers.class);

	private static final int MOST_QUESTIONS = 1000;

	// Asked that often since the last turns, each turn counting less.
	private static final double WORTH = 2;

	private static final double FADE = 0.98;

	private static final int REST = 10;

	private static final long TURN = Duration.ofMillis(800).toNanos();

	private static final long SOON = Duration.ofSeconds(2).toNanos();

	private final CachedReads reads;

	private final QueryStore store;

	private final TagVersions versions;

	private final LongSupplier nanoTime;

	private final Map<Object, Question> questions = new ConcurrentHashMap<>();

	// One turn at a time.
	private final ReentrantLock turn = new ReentrantLock();

	private final LongAdder loads = new LongAdder();

	private final LongAdder failures = new LongAdder();

	/**
	 * Create what keeps no answer ready yet.
	 * @param reads loads the answers
	 * @param store has the answers
	 * @param versions tells whether they are current
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public WarmAnswers(CachedReads reads, QueryStore store, TagVersions versions, LongSupplier nanoTime) {
		this.reads = reads;
		this.store = store;
		this.versions = versions;
		this.nanoTime = nanoTime;
	}

	/**
	 * A question was asked that is worth being kept ready.
	 * @param key tells its answer apart from all others
	 * @param shape what the answer is one of many of
	 * @param options how it is kept
	 * @param load reads it from the database, on any thread and any number of times
	 */
	public void asked(Object key, Shape shape, ReadOptions options, Load<?> load) {
		Question known = this.questions.get(key);
		if (known == null) {
			if (this.questions.size() >= MOST_QUESTIONS) {
				return;
			}
			known = this.questions.computeIfAbsent(key, (same) -> new Question(key, shape, options, load));
		}
		known.asked.increment();
	}

	/**
	 * Load what is asked for most and not ready. To be called about each second; returns
	 * within about a second, or when the load under way is done.
	 */
	public void refresh() {
		if (!this.turn.tryLock()) {
			return;
		}
		try {
			long end = this.nanoTime.getAsLong() + TURN;
			for (Question question : hottestFirst()) {
				if (this.versions.isDistrusted() || this.nanoTime.getAsLong() - end >= 0
						|| Thread.currentThread().isInterrupted()) {
					return;
				}
				if (!isReady(question) && this.nanoTime.getAsLong() - question.restsUntil >= 0) {
					load(question);
				}
			}
		}
		finally {
			this.turn.unlock();
		}
	}

	private List<Question> hottestFirst() {
		List<Question> hot = new ArrayList<>();
		for (Question question : this.questions.values()) {
			question.heat = question.heat * FADE + question.asked.sumThenReset();
			if (question.heat >= WORTH) {
				hot.add(question);
			}
			else if (question.heat < 0.1) {
				this.questions.remove(question.key, question);
			}
		}
		hot.sort(Comparator.comparingDouble((Question question) -> question.heat).reversed());
		return hot;
	}

	private boolean isReady(Question question) {
		Answer answer = this.store.peek(question.key);
		if (answer == null || !this.versions.isCurrent(answer.tags(), answer.stamp())) {
			return false;
		}
		return this.store.remainingNanos(question.key) > SOON + answer.loadNanos();
	}

	private void load(Question question) {
		long start = this.nanoTime.getAsLong();
		try {
			this.reads.refresh(question.key, question.shape, question.options, question.load);
			this.loads.increment();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Throwable ex) {
			if (ex instanceof VirtualMachineError error) {
				throw error;
			}
			this.failures.increment();
			logger.debug("An answer of {} could not be loaded before it is asked for", question.shape.name(), ex);
		}
		long now = this.nanoTime.getAsLong();
		question.restsUntil = now + Math.max((now - start) * REST, TimeUnit.SECONDS.toNanos(1));
	}

	/**
	 * Return how many answers were loaded before they were asked for.
	 * @return the number since the start
	 */
	public long loads() {
		return this.loads.sum();
	}

	/**
	 * Return how many of these loads failed.
	 * @return the number since the start
	 */
	public long failures() {
		return this.failures.sum();
	}

	/**
	 * A question and how often it is asked.
	 */
	private static final class Question {

		private final Object key;

		private final Shape shape;

		private final ReadOptions options;

		private final Load<?> load;

		private final LongAdder asked = new LongAdder();

		// Changed in turns only.
		private double heat;

		private long restsUntil;

		Question(Object key, Shape shape, ReadOptions options, Load<?> load) {
			this.key = key;
			this.shape = shape;
			this.options = options;
			this.load = load;
		}

	}

}
