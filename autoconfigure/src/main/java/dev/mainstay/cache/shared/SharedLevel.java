package dev.mainstay.cache.shared;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.read.SharedAnswer;
import dev.mainstay.cache.read.SharedAnswers;
import dev.mainstay.cache.read.SharedLookup;
import dev.mainstay.cache.shared.SharedStore.Found;
import dev.mainstay.cache.shared.SharedStore.Stamp;
import dev.mainstay.cache.store.Answer;
import dev.mainstay.cache.version.Tag;

/*
 * Why a shared answer is never older than one of this instance may be:
 *
 * The store has the numbers of all changes that were told, and a change is noted there
 * before it is published, in one step. A reader takes its own stamp first and asks the
 * store then. A change of another instance has been noted by then, so that the store has
 * no answer, or it is published later, so that the reader's versions rise above its
 * stamp. What was not told at all is what leases are for: the reader's own, and the one
 * that the store keeps of those who note their changes in it.
 *
 * A change of this instance is raised before it is told. In between the store may give
 * what was read before it, and the stamp may be younger than the change. So versions are
 * raised again when the telling is over; and while one was over without success, nothing
 * is asked for here. In this order: who has seen that all is told asks afterwards.
 *
 * What is stored carries the store's number from before it was read. It is offered only
 * if nothing of it is older than that: no part that came from a cache, no transaction or
 * persistence context that was open. The stamps of this instance do not tell, for a
 * change may be noted in the store, and not have arrived here yet.
 *
 * Readers wait for a bounded time. After a failure nobody asks for a moment.
 */

/**
 * Answers that instances of an application share. Thread-safe.
 */
public final class SharedLevel implements SharedAnswers {

	private static final Logger logger = LoggerFactory.getLogger(SharedLevel.class);

	private static final long PAUSE = Duration.ofSeconds(1).toNanos();

	// A single failure is nothing to act on.
	private static final long PATIENCE = Duration.ofSeconds(3).toNanos();

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final int MOST_TAGS = 1000;

	private static final int MOST_WARNINGS = 200;

	// How much larger than what is stored a value may be.
	private static final int EXPANSION = 16;

	private final SharedStore store;

	private final SharedSettings settings;

	private final SharedValueCodec codec;

	private final Supplier<@Nullable String> application;

	private final BooleanSupplier usable;

	private final Executor finding;

	private final Executor storing;

	private final LongSupplier nanoTime;

	private final SharedCounters counters = new SharedCounters();

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	private volatile boolean failing;

	private volatile long failedAt;

	// Guarded by this, as the next one.
	private long failingSince;

	private boolean told;

	/**
	 * Create a level.
	 * @param store where answers and the numbers of changes are kept
	 * @param settings how answers are shared
	 * @param codec turns values into bytes
	 * @param application tells what all instances that may share answers have in common
	 * and no other application has: its build, its databases; {@code null} if that is not
	 * known, so that nothing is shared
	 * @param usable tells whether the changes of others are known, and all that is over
	 * for this instance is told
	 * @param finding asks the store; rejects what would have to wait
	 * @param storing stores answers later; rejects what is too much
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public SharedLevel(SharedStore store, SharedSettings settings, SharedValueCodec codec,
			Supplier<@Nullable String> application, BooleanSupplier usable, Executor finding, Executor storing,
			LongSupplier nanoTime) {
		this.store = store;
		this.settings = settings;
		this.codec = codec;
		this.application = application;
		this.usable = usable;
		this.finding = finding;
		this.storing = storing;
		this.nanoTime = nanoTime;
	}

	@Override
	public SharedLookup find(Object key) {
		String digest = (key instanceof QueryKey question && isUsable()) ? digest(question) : null;
		Found found = (digest != null) ? ask(digest) : null;
		if (digest == null || found == null || found.stamp() == null) {
			this.counters.skipped.increment();
			return SharedLookup.NOTHING;
		}
		SharedAnswer answer = (found.entry() != null) ? open(found.entry()) : null;
		((answer != null) ? this.counters.hits : this.counters.misses).increment();
		return new SharedLookup(answer, new Ticket(digest, found.stamp()));
	}

	private boolean isUsable() {
		return !(this.failing && this.nanoTime.getAsLong() - this.failedAt < PAUSE) && this.usable.getAsBoolean();
	}

	private @Nullable String digest(QueryKey question) {
		String common = this.application.get();
		return (common != null) ? question.digest(common) : null;
	}

	// On another thread, because a driver may wait for longer than anybody should.
	private @Nullable Found ask(String digest) {
		FutureTask<Found> task = new FutureTask<>(() -> this.store.find(digest));
		try {
			this.finding.execute(task);
			Found found = task.get(this.settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
			worked();
			return found;
		}
		catch (RejectedExecutionException ex) {
			return null;
		}
		catch (TimeoutException ex) {
			task.cancel(true);
			failed(ex);
		}
		catch (ExecutionException ex) {
			failed(ex.getCause());
		}
		catch (InterruptedException ex) {
			task.cancel(true);
			Thread.currentThread().interrupt();
		}
		return null;
	}

	private void worked() {
		if (this.failing) {
			synchronized (this) {
				this.failing = false;
				if (this.told) {
					this.told = false;
					logger.info("Query cache: answers are shared with other instances again");
				}
			}
		}
	}

	private synchronized void failed(@Nullable Throwable failure) {
		this.counters.errors.increment();
		long now = this.nanoTime.getAsLong();
		if (!this.failing) {
			this.failingSince = now;
		}
		this.failedAt = now;
		this.failing = true;
		if (!this.told && now - this.failingSince >= PATIENCE) {
			this.told = true;
			logger.warn("Query cache: answers are not shared with other instances for now, and read from the "
					+ "database: {}", String.valueOf(failure));
		}
	}

	private @Nullable SharedAnswer open(SharedStore.Entry entry) {
		try {
			Parcel parcel = Parcel.open(entry.value(), mostPlain());
			return new SharedAnswer(this.codec.read(parcel.value()), entry.tags(), parcel.loadNanos(),
					parcel.timeSensitive(), entry.left());
		}
		catch (RuntimeException | LinkageError ex) {
			this.counters.errors.increment();
			logger.debug("Query cache: a shared answer was not understood", ex);
			return null;
		}
	}

	private int mostPlain() {
		return (int) Math.min(Integer.MAX_VALUE / 2, (long) this.settings.maxAnswerBytes() * EXPANSION);
	}

	@Override
	public void offer(Object ticket, Answer answer) {
		if (!(ticket instanceof Ticket owned)) {
			return;
		}
		try {
			this.storing.execute(() -> store(owned, answer));
		}
		catch (RejectedExecutionException ex) {
			this.counters.refused.increment();
		}
	}

	private void store(Ticket ticket, Answer answer) {
		if (!isUsable()) {
			this.counters.refused.increment();
			return;
		}
		byte[] parcel;
		int plain;
		try {
			byte[] value = this.codec.write(answer.value().give(), mostPlain());
			plain = value.length;
			parcel = new Parcel(value, answer.loadNanos(), answer.isTimeSensitive())
				.pack(this.settings.compressAboveBytes());
			if (parcel.length > this.settings.maxAnswerBytes()) {
				throw new UnsharableValueException("it takes more than db.cache.redis.max-answer-size");
			}
			// One that stands for several names stands for other ones elsewhere.
			if (answer.tags().length > MOST_TAGS || Stream.of(answer.tags()).anyMatch(Tag::isShared)) {
				throw new UnsharableValueException("it depends on more than %d tags".formatted(MOST_TAGS));
			}
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			refuse(answer, ex);
			return;
		}
		try {
			Duration lifetime = answer.lifetime();
			List<String> tags = Stream.of(answer.tags()).map(Tag::name).toList();
			if (this.store.store(ticket.digest(), ticket.stamp(), tags, parcel,
					(lifetime != null) ? lifetime : LONGEST)) {
				this.counters.stores.increment();
				this.counters.plainBytes.add(plain);
				this.counters.storedBytes.add(parcel.length);
			}
			else {
				this.counters.refused.increment();
			}
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	private void refuse(Answer answer, Throwable reason) {
		this.counters.refused.increment();
		String name = answer.shape().name();
		if (this.warned.size() < MOST_WARNINGS && this.warned.add(name)) {
			logger.info("An answer of {} is kept, but not shared with other instances: {}", name, reason.getMessage());
		}
	}

	/**
	 * Return how answers were shared.
	 * @return what was counted since the start
	 */
	public SharedStatistics statistics() {
		return this.counters.statistics();
	}

	/**
	 * What allows to store an answer.
	 *
	 * @param digest the digest of the question
	 * @param stamp the store's number from before the answer was read
	 */
	private record Ticket(String digest, Stamp stamp) {

	}

}
