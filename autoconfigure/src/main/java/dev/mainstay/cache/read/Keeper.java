package dev.mainstay.cache.read;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.store.Answer;
import dev.mainstay.cache.store.CacheStrategy;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.tracking.LoadTrace;
import dev.mainstay.cache.tracking.Obstacle;
import dev.mainstay.cache.value.KeptValue;
import dev.mainstay.cache.value.UncacheableValueException;
import dev.mainstay.cache.value.ValueCopies;
import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagVersions;

/**
 * Keeps what was read, or found at other instances, if it may be kept. Thread-safe.
 */
final class Keeper {

	private static final Logger logger = LoggerFactory.getLogger(CachedReads.class);

	private static final int MOST_WARNINGS = 200;

	private final QueryStore store;

	private final ValueCopies copies;

	private final TagVersions versions;

	private final ChangeTracker tracker;

	private final StatementTables tables;

	private final LongSupplier nanoTime;

	private final SharedAnswers shared;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	Keeper(QueryStore store, ValueCopies copies, TagVersions versions, ChangeTracker tracker, StatementTables tables,
			LongSupplier nanoTime, SharedAnswers shared) {
		this.store = store;
		this.copies = copies;
		this.versions = versions;
		this.tracker = tracker;
		this.tables = tables;
		this.nanoTime = nanoTime;
		this.shared = shared;
	}

	// It was current after the stamp, and is for as long as what it depends on has not
	// changed since.
	@Nullable Answer adopt(Question question, SharedAnswer found, long before) {
		Shape shape = question.shape();
		Answer own = this.store.peek(question.key());
		// To refresh an answer is to have one that lives longer.
		if (own != null && this.versions.isCurrent(own.tags(), own.stamp())
				&& found.left().toNanos() / 2 < own.nanosLeft(this.nanoTime.getAsLong())) {
			return null;
		}
		try {
			Tag[] tags = found.tags().stream().map(this.versions::tag).toArray(Tag[]::new);
			Answer answer = new Answer(this.copies.keep(found.value()), tags, before, found.loadNanos(),
					found.timeSensitive(), shape, CacheStrategy.TTL, found.left());
			if (!this.versions.isCurrent(tags, before) || this.tracker.isChangedByTransaction(tags)) {
				return null;
			}
			if (this.store.put(question.key(), answer, question.removals())) {
				shape.filled();
			}
			return answer;
		}
		catch (RuntimeException | LinkageError ex) {
			if (this.warned.add(shape.name())) {
				logger.warn("A shared answer of {} could not be used; it is read from the database", shape.name(), ex);
			}
			return null;
		}
	}

	// Whatever goes wrong here, the caller has his answer.
	<T> void keep(Question question, Load<T> load, @Nullable T value, long elapsed, LoadTrace trace,
			@Nullable Flight flight) {
		Shape shape = question.shape();
		ReadOptions options = question.options();
		try {
			if (!load.isKept(value)) {
				shape.refused(Obstacle.NOT_WANTED.id());
				return;
			}
			options.tags().forEach((name) -> trace.dependOn(name, this.versions));
			trace.resolve(this.tables, this.versions);
			String refusal = trace.refusal();
			if (refusal != null) {
				refuse(shape, Obstacle.NOT_FOLLOWED, refusal);
				return;
			}
			trace.dependOn(this.versions.tag(Shape.tagName(shape.name())));
			Tag[] tags = trace.tags();
			if (trace.isChangedByItsTransaction(tags) || this.tracker.isChangedByTransaction(tags)) {
				shape.refused(Obstacle.CHANGED_BY_TRANSACTION.id());
				return;
			}
			KeptValue kept = this.copies.keep(value);
			Answer answer = new Answer(kept, tags, trace.stamp(), elapsed, trace.isTimeSensitive(), shape,
					options.strategy(), options.timeToLive());
			if (flight != null) {
				flight.bring(answer);
			}
			if (!this.versions.isCurrent(tags, trace.stamp())) {
				shape.refused(Obstacle.CHANGED_MEANWHILE.id());
				return;
			}
			if (this.store.put(question.key(), answer, question.removals())) {
				shape.filled();
				if (question.ticket() != null && trace.isFresh()) {
					this.shared.offer(question.ticket(), answer);
				}
			}
		}
		catch (UncacheableValueException ex) {
			refuse(shape, Obstacle.VALUE, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException | LinkageError ex) {
			shape.refused(Obstacle.NOT_FOLLOWED.id());
			if (this.warned.add(shape.name())) {
				logger.warn("Answers of {} are not kept", shape.name(), ex);
			}
		}
	}

	private void refuse(Shape shape, Obstacle obstacle, String reason) {
		shape.refused(obstacle.id(), reason);
		if (this.warned.size() < MOST_WARNINGS && this.warned.add(shape.name() + ": " + reason)) {
			logger.warn("An answer of {} is not kept, and none for the same reason: {}", shape.name(), reason);
		}
	}

}
