package dev.mainstay.cache.version;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * One sequence counts the changes of everything. A tag remembers the number of its last
 * change. Whoever is going to read takes the number of the moment, the stamp; an answer
 * is current as long as no tag that it depends on has a higher one. So what an answer
 * depends on need not be known before it is read, and one number takes the place of a
 * vector of versions.
 *
 * A change raises the sequence first and its tags second, and returns after both. A
 * reader that takes the new number in between reads after the change was committed: it
 * has the new rows, and its answer stays current. A reader that took the old one has an
 * answer that is not current any more once the change has returned, whatever it read.
 *
 * Stamps that were taken before anybody kept answers are worth nothing, because changes
 * are not noted then. Therefore the first to take one for an answer raises everything.
 *
 * The numbers mean nothing outside of this process and are never used again, so that
 * neither clocks nor restarts can make an old answer look new.
 */

/**
 * Which tags have changed since when, and whether that is known at all. Thread-safe; to
 * ask takes no lock and writes nothing.
 */
public final class TagVersions {

	private static final Logger logger = LoggerFactory.getLogger(TagVersions.class);

	private static final long NEW = Duration.ofMinutes(10).toNanos();

	private static final int MOST_TAGS = 50_000;

	private static final int SHARED_TAGS = 1024;

	// So many that those of different things are hardly ever the same by chance: 8 MB.
	private static final int MARKS = 1 << 20;

	private final AtomicLong sequence = new AtomicLong(1);

	private final Map<String, Tag> tags = new ConcurrentHashMap<>();

	// For names that come when there are too many: what shares one changes together.
	private final Tag[] shared = new Tag[SHARED_TAGS];

	// Of what is less than a table; null until there is any.
	private volatile @Nullable AtomicLongArray marks;

	// The last change of everything.
	private final AtomicLong epoch = new AtomicLong();

	private final Set<Object> distrusting = new HashSet<>();

	private final List<InvalidationListener> listeners = new CopyOnWriteArrayList<>();

	private final LongAdder raised = new LongAdder();

	private final LongAdder raisedAll = new LongAdder();

	private final LongSupplier nanoTime;

	private volatile long instance;

	private volatile boolean used;

	private volatile boolean usedLate;

	private volatile long usedLateAt;

	private volatile boolean distrusted;

	private volatile boolean leased;

	private volatile long leaseEnd;

	/**
	 * Create versions that know of no change.
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public TagVersions(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		for (int i = 0; i < SHARED_TAGS; i++) {
			this.shared[i] = new NamedTag("~" + i, true);
		}
	}

	/**
	 * Return what tells this instance apart from others that change the same tables.
	 * @return a number, 0 if there are no others
	 */
	public long instance() {
		return this.instance;
	}

	/**
	 * Say that there are other instances, which tell what they change some time after it
	 * is visible. To be said before anything is read or changed.
	 * @param number what tells this one apart; the same in all of them where one may
	 * serve what another has read
	 */
	public void setInstance(long number) {
		this.instance = number;
	}

	/**
	 * Return whether anybody has ever taken a stamp, so that changes are worth noting.
	 * @return whether anybody has
	 */
	public boolean isUsed() {
		return this.used;
	}

	/**
	 * Return the number of the moment, to be taken before anything is read.
	 * @return the stamp, greater than 0
	 */
	public long stamp() {
		if (!this.used) {
			useLate();
		}
		return this.sequence.get();
	}

	private void useLate() {
		this.usedLateAt = this.nanoTime.getAsLong();
		this.usedLate = true;
		use();
	}

	/**
	 * Say that answers will be kept, so that changes are noted from now on. Best said
	 * before anything is read or changed.
	 */
	public void use() {
		if (!this.used) {
			this.used = true;
			raiseAll();
		}
	}

	/**
	 * Return whether changes have been noted for a short time only, so that work may be
	 * going on that began before.
	 * @return whether somebody began to keep answers within the last ten minutes, and
	 * nobody had said so before
	 */
	public boolean isNewlyUsed() {
		return this.usedLate && this.nanoTime.getAsLong() - this.usedLateAt < NEW;
	}

	/**
	 * Return the number of the moment without any intention to keep an answer.
	 * @return the stamp, greater than 0
	 */
	public long currentStamp() {
		return this.sequence.get();
	}

	/**
	 * Return what a name stands for.
	 * @param name the name
	 * @return the tag, equal for the same name
	 */
	public Tag tag(String name) {
		Tag known = this.tags.get(name);
		if (known != null) {
			return known;
		}
		int mark = TagNames.numberOf(name);
		return (mark != -1) ? mark(mark) : create(name);
	}

	/**
	 * Return the tag for something less than a table, such as a row.
	 * @param mark a number that tells it apart
	 * @return the tag, equal for the same number
	 */
	public Tag mark(long mark) {
		return new MarkTag(marks(), (int) mark & (MARKS - 1));
	}

	private AtomicLongArray marks() {
		AtomicLongArray known = this.marks;
		if (known != null) {
			return known;
		}
		synchronized (this.tags) {
			known = this.marks;
			if (known == null) {
				known = new AtomicLongArray(MARKS);
				this.marks = known;
			}
			return known;
		}
	}

	// One at a time, so that a name never has two.
	private Tag create(String name) {
		synchronized (this.tags) {
			Tag known = this.tags.get(name);
			if (known == null) {
				if (this.tags.size() >= MOST_TAGS) {
					return shared(name);
				}
				known = new NamedTag(name, false);
				this.tags.put(name, known);
			}
			return known;
		}
	}

	private Tag shared(String name) {
		int hash = name.hashCode();
		return this.shared[(hash ^ hash >>> 16) & (SHARED_TAGS - 1)];
	}

	/**
	 * Return whether something has been read or changed under a name.
	 * @param name the name
	 * @return whether it has, by this instance or by others that it hears of
	 */
	public boolean isKnown(String name) {
		return this.tags.containsKey(name);
	}

	/**
	 * Return how often a tag has changed, all of them taken together.
	 * @return the number of changes, of this instance and of others
	 */
	public long raised() {
		return this.raised.sum();
	}

	/**
	 * Return how often anything may have changed, so that no answer was current any more.
	 * @return the number of times
	 */
	public long raisedAll() {
		return this.raisedAll.sum();
	}

	/**
	 * Return whether nothing has changed since a stamp was taken.
	 * @param dependencies what an answer depends on
	 * @param stamp the stamp that was taken before the answer was read
	 * @return whether the answer is current; {@code false} while changes cannot be known
	 */
	public boolean isCurrent(Tag[] dependencies, long stamp) {
		// In this order: who trusts again or moves the lease on has raised before.
		if (isDistrusted() || this.epoch.get() > stamp) {
			return false;
		}
		for (Tag tag : dependencies) {
			if (tag.version() > stamp) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Something was changed by this instance, and is committed. Returns when no answer
	 * that was read before is current any more.
	 * @param names the names of what was changed
	 */
	public void changed(Set<String> names) {
		if (!names.isEmpty()) {
			raise(names);
			tell(names);
		}
	}

	/**
	 * Anything may have been changed by this instance, and is committed.
	 */
	public void changedAll() {
		raiseAll();
		tellAll();
	}

	/**
	 * Tell the listeners of a change that has been dealt with here.
	 * @param names the names of what was changed
	 */
	public void tell(Set<String> names) {
		if (!names.isEmpty()) {
			tell((listener) -> listener.invalidated(names));
		}
	}

	/**
	 * Tell the listeners that anything may have been changed, which has been dealt with
	 * here.
	 */
	public void tellAll() {
		tell(InvalidationListener::invalidatedAll);
	}

	private void tell(Consumer<InvalidationListener> event) {
		for (InvalidationListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("{} was not told of a change", listener, ex);
			}
		}
	}

	/**
	 * Something was changed by another instance. No listener is told.
	 * @param names the names of what was changed
	 */
	public void raise(Collection<String> names) {
		int whole = 0;
		for (String name : names) {
			whole += TagNames.isMark(name) ? 0 : 1;
		}
		this.raised.add(whole);
		raiseAgain(names);
	}

	/**
	 * Raise the versions of what was raised already, so that what was found since is not
	 * current either. Counts as no further change.
	 * @param names the names of what was changed
	 */
	public void raiseAgain(Collection<String> names) {
		long number = this.sequence.incrementAndGet();
		// Also for names that nobody has asked for: somebody may have read already, and
		// ask when the reading is done.
		for (String name : names) {
			tag(name).raise(number);
		}
	}

	/**
	 * Anything may have been changed by another instance, or by nobody knows whom. No
	 * listener is told.
	 */
	public void raiseAll() {
		this.raisedAll.increment();
		raiseAllAgain();
	}

	/**
	 * Raise everything once more. Counts as no further change.
	 */
	public void raiseAllAgain() {
		long number = this.sequence.incrementAndGet();
		this.epoch.accumulateAndGet(number, Math::max);
	}

	/**
	 * Something may be changed at any moment from now on. No answer that depends on it is
	 * current, whenever it was read, until each hold is released.
	 * @param names the names of what may be changed
	 */
	public void hold(Collection<String> names) {
		for (String name : names) {
			tag(name).hold();
		}
	}

	/**
	 * Take back a hold. What was read before is not current.
	 * @param names the names that were given to the hold
	 */
	public void release(Collection<String> names) {
		raise(names);
		for (String name : names) {
			tag(name).release();
		}
	}

	/**
	 * Take back a hold by somebody who has said what was changed meanwhile.
	 * @param names the names that were given to the hold
	 */
	public void letGo(Collection<String> names) {
		for (String name : names) {
			tag(name).release();
		}
	}

	/**
	 * Say that changes cannot be known from now on. Nothing is current until everybody
	 * who has said so has taken it back.
	 * @param who says so
	 */
	public void distrust(Object who) {
		synchronized (this.distrusting) {
			this.distrusting.add(who);
			this.distrusted = true;
		}
	}

	/**
	 * Take back that changes cannot be known. What was read before is not current.
	 * @param who says so
	 */
	public void trust(Object who) {
		synchronized (this.distrusting) {
			if (this.distrusting.remove(who) && this.distrusting.isEmpty()) {
				raiseAll();
				this.distrusted = false;
			}
		}
	}

	/**
	 * Return whether somebody has said that changes cannot be known, or a lease is over.
	 * @return whether nothing is current
	 */
	public boolean isDistrusted() {
		return this.distrusted || (this.leased && this.nanoTime.getAsLong() - this.leaseEnd >= 0);
	}

	/**
	 * Let answers be current until a moment, unless it is moved on: the changes of others
	 * are known until then. A thread that slept through it serves nothing when it wakes.
	 * @param end the moment, in nanoseconds of the clock that was given
	 */
	public void leaseUntil(long end) {
		this.leaseEnd = end;
		this.leased = true;
	}

	/**
	 * Tell somebody of what this instance changes, even if it keeps no answers itself.
	 * @param listener who wants to know
	 */
	public void addListener(InvalidationListener listener) {
		this.listeners.add(listener);
		use();
	}

}
