package dev.mainstay.cache.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.version.TagVersions;

/**
 * Takes what comes through the channel, and lets answers be current for as long as it
 * knows what the others have changed. Thread-safe.
 */
final class Inbox implements InvalidationReceiver {

	private static final Logger logger = LoggerFactory.getLogger(Inbox.class);

	private static final int MOST_UNDER_WAY = 1000;

	private final TagVersions versions;

	private final String origin;

	private final long leaseNanos;

	private final long forgetNanos;

	private final LongSupplier nanoTime;

	private final ClusterCounters counters;

	private final Holds holds;

	private final Outbox outbox;

	// Guarded by this, as all that follows.
	private final Roster roster;

	// The own beats that have not come back, and when they were sent.
	private final Map<Long, Long> underWay = new LinkedHashMap<>();

	private boolean connected;

	private boolean trusted;

	private int unheard;

	private long lastHeard;

	private long leaseEnd;

	private long roundTrip = -1;

	private String lastBeat = Message.NONE;

	Inbox(TagVersions versions, String origin, ClusterSettings settings, LongSupplier nanoTime,
			ClusterCounters counters, Holds holds, Outbox outbox) {
		this.versions = versions;
		this.origin = origin;
		this.leaseNanos = ClusterInvalidation.lease(settings).toNanos();
		this.forgetNanos = settings.forgetAfter().toNanos();
		this.nanoTime = nanoTime;
		this.counters = counters;
		this.holds = holds;
		this.outbox = outbox;
		this.roster = new Roster(nanoTime.getAsLong());
	}

	@Override
	public synchronized void connected() {
		this.versions.distrust(this);
		this.connected = true;
		this.trusted = false;
		this.outbox.askForBeat();
	}

	@Override
	public synchronized void disconnected() {
		this.versions.distrust(this);
		this.trusted = false;
		this.lastBeat = Message.NONE;
		if (this.connected) {
			this.connected = false;
			this.counters.reconnects.increment();
		}
	}

	/**
	 * An own beat is about to be sent.
	 * @param sequence its number
	 */
	synchronized void sending(long sequence) {
		this.unheard++;
		this.underWay.put(sequence, this.nanoTime.getAsLong());
		if (this.underWay.size() > MOST_UNDER_WAY) {
			this.underWay.remove(this.underWay.keySet().iterator().next());
		}
	}

	/**
	 * Return the last beat that was heard.
	 * @return its id, or {@link Message#NONE} while this instance may miss some
	 */
	synchronized String lastBeat() {
		return this.lastBeat;
	}

	@Override
	public synchronized void received(String text) {
		Message message = Message.parse(text);
		if (message == null) {
			logger.debug("Query cache: a message of another version came, so everything is read again: {}", text);
			missed();
		}
		else if (message.origin().equals(this.origin)) {
			if (message.kind() == MessageKind.BEAT) {
				heardMyself(message);
			}
		}
		else {
			this.counters.received.increment();
			switch (this.roster.arrived(message)) {
				case IN_ORDER -> {
				}
				case AFTER_GAP -> missed();
				case FROM_STRANGER -> this.versions.raiseAll();
			}
			take(message);
		}
	}

	private void missed() {
		this.counters.gaps.increment();
		this.versions.raiseAll();
	}

	private void take(Message message) {
		switch (message.kind()) {
			case CHANGED -> this.versions.raise(message.tags());
			case ALL -> this.versions.raiseAll();
			case BEAT -> {
				this.roster.beat(message);
				heard(message);
				extend();
			}
			case HELLO -> this.outbox.askForBeat();
			case MARK -> this.holds.hold(message.id(message.argument()), message.tags(),
					this.nanoTime.getAsLong() + this.forgetNanos);
			case DONE -> this.holds.release(message.id(message.argument()));
			case BYE -> {
				this.roster.bye(message.origin());
				extend();
			}
		}
	}

	private void heardMyself(Message beat) {
		Long sent = this.underWay.remove(beat.sequence());
		if (sent == null || !this.connected) {
			return;
		}
		long now = this.nanoTime.getAsLong();
		this.roundTrip = now - sent;
		this.unheard = 0;
		// A pause of this instance is no silence of the others.
		long listened = this.trusted ? Math.min(Math.max(0, sent - this.lastHeard), this.leaseNanos) : 0;
		this.lastHeard = sent;
		this.roster.ownBeat(beat, sent, listened);
		heard(beat);
		forget();
		// However old it is: what came before this connection is read again.
		if (!this.trusted) {
			this.trusted = true;
			this.leaseEnd = this.roster.known() + this.leaseNanos;
			this.versions.leaseUntil(this.leaseEnd);
			this.versions.trust(this);
		}
		else {
			extend();
		}
	}

	private void heard(Message beat) {
		if (this.connected && (this.trusted || beat.origin().equals(this.origin))) {
			this.lastBeat = beat.id();
		}
	}

	// What the dead one changed last may not have been told.
	private void forget() {
		int forgotten = this.roster.forget(this.forgetNanos);
		if (forgotten > 0) {
			this.counters.forgotten.add(forgotten);
			this.versions.raiseAll();
			logger.warn("Query cache: {} other instances fell silent without saying goodbye and are taken for dead",
					forgotten);
		}
	}

	private void extend() {
		if (!this.trusted) {
			return;
		}
		long end = this.roster.known() + this.leaseNanos;
		if (end == this.leaseEnd) {
			return;
		}
		if (this.nanoTime.getAsLong() - this.leaseEnd >= 0) {
			this.counters.leasesLost.increment();
		}
		this.leaseEnd = end;
		this.versions.leaseUntil(end);
	}

	synchronized boolean isConnected() {
		return this.trusted;
	}

	synchronized Set<String> others() {
		return this.roster.origins();
	}

	synchronized int members() {
		return this.roster.size();
	}

	/**
	 * Return how long the last beat took.
	 * @return the time in nanoseconds, or {@code null} before the first
	 */
	synchronized @Nullable Long roundTrip() {
		return (this.roundTrip >= 0) ? this.roundTrip : null;
	}

	/**
	 * Return how many own beats were sent since the last one that came back.
	 * @return their number
	 */
	synchronized int unheard() {
		return this.unheard;
	}

}
