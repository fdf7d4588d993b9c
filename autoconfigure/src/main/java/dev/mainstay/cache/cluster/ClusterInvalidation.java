package dev.mainstay.cache.cluster;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.Assert;

import dev.mainstay.cache.version.InvalidationListener;
import dev.mainstay.cache.version.TagVersions;

/*
 * One thread does all the telling. In turn it notes the last beat it has heard, takes all
 * that was changed up to now, tells it, and beats. So a beat says: whatever this instance
 * had changed when it heard that other beat, you have been told.
 *
 * What cannot be told is kept and goes first as soon as it can; no beat goes out before.
 * The others see that the beats stay away and serve nothing when their lease is over, so
 * the same bound holds for changes that were told, that could not be told, and that an
 * instance made when it died.
 *
 * Where instances share answers, one that was read before a change of this instance may
 * come back to it until the change is noted there. So the versions are raised once more
 * after the telling, whether it has succeeded or not: what was fetched before is not
 * current then, and what is fetched after it is compared with the change, or not fetched
 * at all while changes are owed.
 */

/**
 * Tells other instances what this one has changed, before the one who changed it goes on,
 * and serves nothing from the cache while it may not know what they have changed. Create
 * it before anything is read through the cache, start it when the application is ready,
 * and close it after the last change.
 */
public final class ClusterInvalidation implements InvalidationListener, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ClusterInvalidation.class);

	// Where one may serve what another has read.
	private static final long ANY_INSTANCE = 1;

	private static final int BEATS_OF_LEASE = 3;

	private static final int BEATS_UNTIL_DEAF = 10;

	private final TagVersions versions;

	private final InvalidationTransport transport;

	private final ClusterSettings settings;

	private final LongSupplier nanoTime;

	private final long beatNanos;

	private final String origin = Long.toHexString(new SecureRandom().nextLong());

	private final ClusterCounters counters = new ClusterCounters();

	private final Outbox outbox;

	private final Holds holds;

	private final Inbox inbox;

	private final AtomicLong announcements = new AtomicLong();

	// The open announcements of this instance, and when their leases were last moved on.
	private final Map<Announcement, Long> open = new ConcurrentHashMap<>();

	// Confined to the thread that tells, as all that follows.
	private long sequence;

	private long nextBeat;

	private boolean warned;

	private boolean deaf;

	// Why nothing can be told.
	private volatile @Nullable Exception failure;

	private volatile boolean closed;

	private volatile @Nullable Thread thread;

	private ClusterInvalidation(TagVersions versions, InvalidationTransport transport, ClusterSettings settings,
			LongSupplier nanoTime) {
		this.versions = versions;
		this.transport = transport;
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.beatNanos = settings.beatInterval().toNanos();
		this.outbox = new Outbox(this.counters, settings.publishTimeout().toNanos());
		this.holds = new Holds(versions);
		this.inbox = new Inbox(versions, this.origin, settings, nanoTime, this.counters, this.holds, this.outbox);
		this.nextBeat = nanoTime.getAsLong();
	}

	/**
	 * Keep versions in touch with other instances. Nothing is current until it is started
	 * and connected.
	 * @param versions what changes
	 * @param transport the channel, which is started and closed with this
	 * @param settings how to keep in touch
	 * @param nanoTime the source of elapsed time that the versions use too
	 * @return what keeps them in touch
	 */
	public static ClusterInvalidation of(TagVersions versions, InvalidationTransport transport,
			ClusterSettings settings, LongSupplier nanoTime) {
		Assert.isTrue(settings.forgetAfter().compareTo(lease(settings)) > 0,
				"'forgetAfter' must be longer than three beats");
		ClusterInvalidation cluster = new ClusterInvalidation(versions, transport, settings, nanoTime);
		versions
			.setInstance(transport.isNoting() ? ANY_INSTANCE : ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
		versions.distrust(cluster.inbox);
		versions.addListener(cluster);
		return cluster;
	}

	static Duration lease(ClusterSettings settings) {
		return settings.beatInterval().multipliedBy(BEATS_OF_LEASE);
	}

	/**
	 * Return how old at most an answer of the cache can be: a change that had been
	 * returned from so long ago, by any instance, is seen.
	 * @return the longest time between the end of a change and the last answer without it
	 */
	public Duration stalenessBound() {
		return lease(this.settings);
	}

	/**
	 * Connect and begin to tell. Returns at once; does nothing the second time.
	 */
	public synchronized void start() {
		if (this.thread != null || this.closed) {
			return;
		}
		open();
		Thread teller = new Thread(this::tell, "mainstay-cache-tell");
		teller.setDaemon(true);
		this.thread = teller;
		teller.start();
	}

	// Without the thread that tells.
	void open() {
		this.transport.start(this.inbox);
	}

	@Override
	public void invalidated(Set<String> tags) {
		this.outbox.changed(tags);
		if (this.transport.isNoting()) {
			this.versions.raiseAgain(tags);
		}
	}

	@Override
	public void invalidatedAll() {
		this.outbox.changedAll();
		if (this.transport.isNoting()) {
			this.versions.raiseAllAgain();
		}
	}

	/**
	 * Return whether every change that is over for this instance is told. What others
	 * have noted of its changes is incomplete otherwise.
	 * @return whether it is
	 */
	public boolean hasToldEverything() {
		return !this.outbox.owes();
	}

	/**
	 * Something is going to be changed: from now on no instance that hears of it serves
	 * what depends on it, this one included. Waits until that is published, for a bounded
	 * time.
	 * @param tags the names of what is going to be changed; none for anything
	 * @return the announcement, to be ended by the caller
	 */
	public Announcement announce(Set<String> tags) {
		Announcement announcement = new Announcement(this, this.announcements.incrementAndGet(), tags);
		long now = this.nanoTime.getAsLong();
		// As far away as times can be compared: until the caller ends it.
		this.holds.hold(own(announcement), announcement.tags(), now + Long.MAX_VALUE / 2);
		this.open.put(announcement, now);
		if (this.outbox.announce(announcement)) {
			announcement.published();
		}
		return announcement;
	}

	void done(Announcement announcement) {
		if (this.open.remove(announcement) != null) {
			this.holds.release(own(announcement));
			this.outbox.done(announcement);
		}
	}

	void unknown(Announcement announcement) {
		if (this.open.remove(announcement) != null) {
			this.holds.hold(own(announcement), announcement.tags(),
					this.nanoTime.getAsLong() + this.settings.forgetAfter().toNanos());
		}
	}

	/**
	 * Return why others cannot be told of changes.
	 * @return the last error of the channel; {@code null} if it works, or just does not
	 * answer
	 */
	public @Nullable Exception failure() {
		return this.failure;
	}

	private String own(Announcement announcement) {
		return this.origin + ":" + announcement.id();
	}

	/**
	 * Return the other instances that are known.
	 * @return the names of their origins
	 */
	public Set<String> others() {
		return this.inbox.others();
	}

	private void tell() {
		try {
			while (!this.closed) {
				this.outbox.awaitWork(Math.max(0, this.nextBeat - this.nanoTime.getAsLong()));
				if (!this.closed) {
					turn();
				}
			}
		}
		catch (InterruptedException ex) {
			// Closed.
		}
	}

	/**
	 * Tell what there is to tell, if it is time or somebody waits.
	 */
	void turn() {
		boolean asked = this.outbox.takeBeat();
		long now = this.nanoTime.getAsLong();
		boolean due = asked || now - this.nextBeat >= 0;
		if (!due && this.outbox.isDown()) {
			return;
		}
		if (due) {
			this.nextBeat = now + this.beatNanos;
			this.holds.expire(now);
		}
		// Before taking what there is: see above.
		String heard = this.inbox.lastBeat();
		Batch batch = this.outbox.take();
		try {
			publish(batch);
			this.outbox.told(batch);
		}
		catch (InvalidationTransportException | RuntimeException ex) {
			this.outbox.failed(batch);
			warn(ex);
			return;
		}
		if (due) {
			beat(heard, asked, now);
		}
	}

	private void publish(Batch batch) throws InvalidationTransportException {
		for (Announcement announcement : batch.marks()) {
			mark(announcement);
		}
		if (batch.isAll()) {
			publish(MessageKind.ALL, Message.NONE, List.of());
		}
		else if (!batch.tags().isEmpty()) {
			publish(MessageKind.CHANGED, Message.NONE, batch.tags());
		}
		for (Announcement announcement : batch.done()) {
			publish(MessageKind.DONE, Long.toString(announcement.id()), List.of());
		}
	}

	private void mark(Announcement announcement) throws InvalidationTransportException {
		publish(MessageKind.MARK, Long.toString(announcement.id()), announcement.tags());
	}

	// Leases of announcements that take long.
	private void renew(long now) throws InvalidationTransportException {
		long old = this.settings.forgetAfter().toNanos() / 2;
		for (Map.Entry<Announcement, Long> entry : this.open.entrySet()) {
			if (now - entry.getValue() >= old) {
				mark(entry.getKey());
				this.open.computeIfPresent(entry.getKey(), (announcement, time) -> now);
			}
		}
	}

	private void beat(String heard, boolean asked, long now) {
		try {
			renew(now);
			this.inbox.sending(this.sequence + 1);
			publish(MessageKind.BEAT, heard, List.of());
			// Whoever has just come wants to know the others, and be known.
			if (asked && heard.equals(Message.NONE)) {
				publish(MessageKind.HELLO, Message.NONE, List.of());
			}
			toldAgain();
		}
		catch (InvalidationTransportException | RuntimeException ex) {
			this.outbox.failed(new Batch());
			warn(ex);
		}
	}

	private void publish(MessageKind kind, String argument, Collection<String> tags)
			throws InvalidationTransportException {
		Message message = new Message(this.origin, ++this.sequence, kind, argument, tags);
		String text = message.encode();
		if (text.length() > this.transport.maxLength()) {
			if (kind == MessageKind.CHANGED && tags.size() > 1) {
				this.sequence--;
				publishInTwo(kind, argument, List.copyOf(tags));
				return;
			}
			// Nothing stands for everything where something is announced.
			MessageKind shorter = (kind == MessageKind.MARK) ? kind : MessageKind.ALL;
			text = new Message(this.origin, message.sequence(), shorter, argument, List.of()).encode();
		}
		this.transport.publish(new Publication(text, this.origin, kind.content(), tags));
		this.counters.published.increment();
	}

	private void publishInTwo(MessageKind kind, String argument, List<String> tags)
			throws InvalidationTransportException {
		publish(kind, argument, tags.subList(0, tags.size() / 2));
		publish(kind, argument, tags.subList(tags.size() / 2, tags.size()));
	}

	private void warn(Exception ex) {
		this.failure = ex;
		if (!this.warned && !this.closed) {
			this.warned = true;
			logger.warn(
					"Query cache: other instances cannot be told of changes through {}: {}. They read from the "
							+ "database within {} and are told as soon as it works again",
					this.transport.description(), ex.getMessage(), stalenessBound());
		}
		logger.debug("Query cache: nothing was published", ex);
	}

	private void toldAgain() {
		this.failure = null;
		if (this.warned) {
			this.warned = false;
			logger.info("Query cache: other instances are told of changes through {} again",
					this.transport.description());
		}
		boolean silent = this.inbox.unheard() > BEATS_UNTIL_DEAF;
		if (silent && !this.deaf) {
			logger.warn("Query cache: nothing is served from it, because what is published through {} does not come "
					+ "back. {}", this.transport.description(), this.transport.advice());
		}
		this.deaf = silent;
	}

	/**
	 * Return how this instance has kept in touch.
	 * @return what was counted since it started, and what is so now
	 */
	public ClusterStatistics statistics() {
		Long roundTrip = this.inbox.roundTrip();
		return new ClusterStatistics(this.inbox.isConnected(), this.inbox.members(), this.counters.published.sum(),
				this.counters.received.sum(), this.counters.coalesced.sum(), this.counters.failed.sum(),
				this.outbox.owed(), this.counters.gaps.sum(), this.counters.reconnects.sum(),
				this.counters.leasesLost.sum(), this.counters.forgotten.sum(),
				(roundTrip != null) ? Duration.ofNanos(roundTrip) : null);
	}

	/**
	 * Tell what is left to tell, say goodbye and disconnect. Nothing is current
	 * afterwards.
	 */
	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.versions.distrust(this);
		Thread teller = this.thread;
		if (teller != null) {
			this.outbox.askForBeat();
			if (ended(teller)) {
				bye();
			}
		}
		// Nobody waits for what comes now.
		this.outbox.failed(new Batch());
		this.transport.close();
	}

	private boolean ended(Thread teller) {
		try {
			teller.join(2 * this.settings.publishTimeout().toMillis());
			teller.interrupt();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return !teller.isAlive();
	}

	// Not without having told everything: then the others had better miss this instance.
	void bye() {
		Batch batch = this.outbox.take();
		try {
			publish(batch);
			publish(MessageKind.BYE, Message.NONE, List.of());
			this.outbox.told(batch);
		}
		catch (InvalidationTransportException | RuntimeException ex) {
			this.outbox.failed(batch);
			logger.debug("Query cache: could not say goodbye", ex);
		}
	}

}
