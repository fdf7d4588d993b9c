package dev.mainstay.cache.read;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.store.Answer;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.tracking.LoadTrace;
import dev.mainstay.cache.tracking.Obstacle;
import dev.mainstay.cache.value.ValueCopies;
import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagVersions;

/*
 * Why an answer is never older than it may be:
 *
 * The stamp is taken before anything is read, and an answer is given only while nothing
 * that it depends on has a higher number. A transaction that was open before takes its
 * first statement's stamp: its snapshot may be that old. What a persistence context has
 * read before counts as read at the first statement of the work that it belongs to.
 *
 * A transaction that has changed what the answer depends on reads the database, and keeps
 * nothing. One that reads a snapshot is not given what may be younger than that.
 *
 * Whoever waits for another's load gets its answer if that load began after he came, or
 * if nothing has changed since it began. Which came first is told by numbers that are
 * drawn for that: two stamps that are the same do not tell it. Nobody waits who holds a
 * connection or loads something himself: the other may wait for just that.
 */

/**
 * Reads through the cache. Thread-safe.
 */
public final class CachedReads {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

	private static final int MOST_WAITS = 3;

	private final QueryStore store;

	private final TagVersions versions;

	private final ChangeTracker tracker;

	private final StatementTables tables;

	private final PersistenceState persistence;

	private final LongSupplier nanoTime;

	private final BiFunction<Long, Long, Flight> departure;

	private final SharedAnswers shared;

	private final Keeper keeper;

	private final ConcurrentMap<Object, Flight> flights = new ConcurrentHashMap<>();

	private final AtomicLong numbers = new AtomicLong();

	/**
	 * Create what reads through a cache.
	 * @param store keeps the answers
	 * @param copies makes values safe to keep
	 * @param versions tells what has changed since when
	 * @param tracker tells what the transactions of a thread have changed
	 * @param tables tells what statements read
	 * @param persistence the persistence contexts
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public CachedReads(QueryStore store, ValueCopies copies, TagVersions versions, ChangeTracker tracker,
			StatementTables tables, PersistenceState persistence, LongSupplier nanoTime) {
		this(store, copies, versions, tracker, tables, persistence, nanoTime, SharedAnswers.NONE);
	}

	/**
	 * Create what reads through a cache that has a second level.
	 * @param store keeps the answers
	 * @param copies makes values safe to keep
	 * @param versions tells what has changed since when
	 * @param tracker tells what the transactions of a thread have changed
	 * @param tables tells what statements read
	 * @param persistence the persistence contexts
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 * @param shared the answers that instances share
	 */
	public CachedReads(QueryStore store, ValueCopies copies, TagVersions versions, ChangeTracker tracker,
			StatementTables tables, PersistenceState persistence, LongSupplier nanoTime, SharedAnswers shared) {
		this(store, copies, versions, tracker, tables, persistence, nanoTime, shared, Flight::new);
	}

	CachedReads(QueryStore store, ValueCopies copies, TagVersions versions, ChangeTracker tracker,
			StatementTables tables, PersistenceState persistence, LongSupplier nanoTime, SharedAnswers shared,
			BiFunction<Long, Long, Flight> departure) {
		this.departure = departure;
		this.shared = shared;
		this.keeper = new Keeper(store, copies, versions, tracker, tables, nanoTime, shared);
		this.store = store;
		this.versions = versions;
		this.tracker = tracker;
		this.tables = tables;
		this.persistence = persistence;
		this.nanoTime = nanoTime;
	}

	/**
	 * Give an answer from the cache, or load it.
	 * @param key tells the answer apart from all others, by equality; must not change
	 * @param shape what the answer is one of many of
	 * @param options how it is kept
	 * @param load reads it from the database
	 * @param <T> the type of the answer
	 * @return the answer; the caller may change it
	 * @throws Throwable what the load throws
	 */
	public <T> @Nullable T read(Object key, Shape shape, ReadOptions options, Load<T> load) throws Throwable {
		Obstacle obstacle = obstacle();
		if (obstacle == null) {
			Answer answer = current(key, shape);
			if (answer != null && !this.tracker.isChangedByTransaction(answer.tags())) {
				if (load instanceof WatchedLoad<?> watched) {
					watched.given(answer);
				}
				return give(answer, shape);
			}
			obstacle = (answer != null) ? Obstacle.CHANGED_BY_TRANSACTION : null;
		}
		if (obstacle != null) {
			shape.bypassed(obstacle.id());
			return load.load();
		}
		shape.miss();
		if (!shape.admits(key)) {
			shape.refused(Obstacle.NOT_REPEATED.id());
			return load.load();
		}
		if (this.tracker.isInTransaction() || LoadTrace.current() != null) {
			return loadAndKeep(key, shape, options, load, null);
		}
		return loadOnce(key, shape, options, load);
	}

	/**
	 * Load an answer although there may be one, and keep it under the same conditions as
	 * any other. The one that is there goes on being given as long as it is current.
	 * @param key tells the answer apart from all others
	 * @param shape what the answer is one of many of
	 * @param options how it is kept
	 * @param load reads it from the database
	 * @param <T> the type of the answer
	 * @return the answer; that of another load if one is under way
	 * @throws Throwable what the load throws
	 */
	public <T> @Nullable T refresh(Object key, Shape shape, ReadOptions options, Load<T> load) throws Throwable {
		Obstacle obstacle = obstacle();
		if (obstacle != null) {
			shape.bypassed(obstacle.id());
			return load.load();
		}
		if (this.tracker.isInTransaction() || LoadTrace.current() != null) {
			return loadAndKeep(key, shape, options, load, null);
		}
		Flight mine = this.departure.apply(this.numbers.incrementAndGet(), this.versions.stamp());
		if (this.flights.putIfAbsent(key, mine) != null) {
			return read(key, shape, options, load);
		}
		try {
			return loadAndKeep(key, shape, options, load, mine);
		}
		finally {
			this.flights.remove(key, mine);
			mine.land();
		}
	}

	/**
	 * Look for an answer without loading it.
	 * @param key tells the answer apart from all others
	 * @param shape what the answer is one of many of
	 * @return what was found
	 */
	public Finding find(Object key, Shape shape) {
		Obstacle obstacle = obstacle();
		if (obstacle == null) {
			Answer answer = current(key, shape);
			if (answer != null && !this.tracker.isChangedByTransaction(answer.tags())) {
				return new Finding(true, give(answer, shape), false);
			}
			obstacle = (answer != null) ? Obstacle.CHANGED_BY_TRANSACTION : null;
		}
		if (obstacle != null) {
			shape.bypassed(obstacle.id());
			return Finding.BYPASSED;
		}
		shape.miss();
		if (!shape.admits(key)) {
			shape.refused(Obstacle.NOT_REPEATED.id());
			return Finding.BYPASSED;
		}
		return Finding.MISSING;
	}

	/**
	 * Begin to watch what others read on this thread.
	 * @return what is read, to be closed in a {@code finally} block
	 */
	public FollowedRead follow() {
		LoadTrace trace = LoadTrace.begin(this.versions.stamp());
		if (this.persistence.holdsEntities()) {
			this.tracker.readSinceWorkBegan(trace);
		}
		return new FollowedRead(trace, this.nanoTime.getAsLong());
	}

	/**
	 * Keep what others have read, if it may be kept.
	 * @param read what was read since the answer was missed
	 * @param key tells the answer apart from all others
	 * @param removals how often the answer may have been removed before it was read, as
	 * told by the store
	 * @param shape what the answer is one of many of
	 * @param options how it is kept
	 * @param value the answer
	 */
	public void keep(FollowedRead read, Object key, long removals, Shape shape, ReadOptions options,
			@Nullable Object value) {
		long elapsed = this.nanoTime.getAsLong() - read.start();
		shape.loaded(elapsed);
		Load<@Nullable Object> loaded = () -> value;
		this.keeper.keep(new Question(key, removals, shape, options, null), loaded, value, elapsed, read.trace(), null);
	}

	/**
	 * Return what tells whether everything that was read is still current.
	 * @param read what was read, on this thread and not closed yet
	 * @return whether nothing of it has changed, or {@code null} if that cannot be known
	 */
	public @Nullable BooleanSupplier currency(FollowedRead read) {
		LoadTrace trace = read.trace();
		trace.resolve(this.tables, this.versions);
		if (trace.refusal() != null) {
			return null;
		}
		Tag[] tags = trace.tags();
		long stamp = trace.stamp();
		return () -> this.versions.isCurrent(tags, stamp);
	}

	private @Nullable Obstacle obstacle() {
		Obstacle obstacle = this.tracker.obstacle();
		if (obstacle == null && this.persistence.hasUnflushedChanges()) {
			return Obstacle.UNFLUSHED_CHANGES;
		}
		return obstacle;
	}

	private @Nullable Answer current(Object key, Shape shape) {
		Answer answer = this.store.find(key);
		if (answer == null || this.versions.isCurrent(answer.tags(), answer.stamp())) {
			return answer;
		}
		shape.outdated();
		return null;
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable T give(Answer answer, Shape shape) {
		shape.hit(answer.loadNanos());
		LoadTrace outer = LoadTrace.current();
		if (outer != null) {
			outer.reuse(answer.tags(), answer.stamp(), answer.isTimeSensitive());
		}
		return (T) answer.value().give();
	}

	private <T> @Nullable T loadOnce(Object key, Shape shape, ReadOptions options, Load<T> load) throws Throwable {
		long arrived = this.numbers.incrementAndGet();
		for (int i = 0; i < MOST_WAITS; i++) {
			Flight mine = this.departure.apply(this.numbers.incrementAndGet(), this.versions.stamp());
			Flight other = this.flights.putIfAbsent(key, mine);
			if (other == null) {
				return lead(key, shape, options, load, mine);
			}
			Answer answer = await(other);
			if (answer == null) {
				break;
			}
			if (other.isYounger(arrived, answer) || this.versions.isCurrent(answer.tags(), answer.stamp())) {
				return give(answer, shape);
			}
		}
		return loadAndKeep(key, shape, options, load, null);
	}

	// Who is interrupted reads himself, as he would without a cache.
	private static @Nullable Answer await(Flight other) {
		try {
			return other.await(LONGEST_WAIT);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	private <T> @Nullable T lead(Object key, Shape shape, ReadOptions options, Load<T> load, Flight flight)
			throws Throwable {
		try {
			// Another may have landed since this one looked.
			Answer answer = this.store.find(key);
			if (answer != null && this.versions.isCurrent(answer.tags(), answer.stamp())) {
				flight.bring(answer);
				return give(answer, shape);
			}
			return loadAndKeep(key, shape, options, load, flight);
		}
		finally {
			this.flights.remove(key, flight);
			flight.land();
		}
	}

	private <T> @Nullable T loadAndKeep(Object key, Shape shape, ReadOptions options, Load<T> load,
			@Nullable Flight flight) throws Throwable {
		long removals = this.store.removals(key);
		long before = this.versions.stamp();
		SharedLookup lookup = this.shared.find(key);
		// What is read from here on may be older than now, or not.
		Object ticket = (this.tracker.isInTransaction() || this.persistence.holdsEntities()) ? null : lookup.ticket();
		Question question = new Question(key, removals, shape, options, ticket);
		Answer known = (lookup.answer() != null) ? adopt(question, lookup.answer(), before, flight) : null;
		if (known != null) {
			return give(known, shape);
		}
		LoadTrace trace = LoadTrace.begin(this.versions.stamp());
		try {
			if (this.persistence.holdsEntities()) {
				this.tracker.readSinceWorkBegan(trace);
			}
			long start = this.nanoTime.getAsLong();
			T value = load.load();
			long elapsed = this.nanoTime.getAsLong() - start;
			shape.loaded(elapsed);
			this.keeper.keep(question, load, value, elapsed, trace, flight);
			return value;
		}
		finally {
			trace.end();
		}
	}

	private @Nullable Answer adopt(Question question, SharedAnswer found, long before, @Nullable Flight flight) {
		Answer answer = this.keeper.adopt(question, found, before);
		if (answer != null && flight != null) {
			flight.bring(answer);
		}
		return answer;
	}

}
