package dev.mainstay.observe.detect;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * All that the detectors have found: one finding for each place and statement, of the
 * latest two hundred. Each is logged when it is seen first, and again when it is seen
 * after more than an hour. Thread-safe.
 */
public final class Findings {

	static final int MOST = 200;

	static final Duration COOLDOWN = Duration.ofHours(1);

	private final Clock clock;

	private final FindingAnnouncer announcer;

	private final Map<FindingKey, LiveFinding> all = new ConcurrentHashMap<>();

	private final Map<FindingKind, LongAdder> sightings = new EnumMap<>(FindingKind.class);

	private final LongAdder omitted = new LongAdder();

	// Guards the number of findings.
	private final ReentrantLock adding = new ReentrantLock();

	/**
	 * Create an empty collection.
	 * @param clock the source of the time of day
	 * @param listeners who hears of findings; asked for at the first one
	 */
	public Findings(Clock clock, Supplier<List<FindingListener>> listeners) {
		this.clock = clock;
		this.announcer = new FindingAnnouncer(listeners);
		for (FindingKind kind : FindingKind.values()) {
			this.sightings.put(kind, new LongAdder());
		}
	}

	/**
	 * Return all findings.
	 * @return a copy, those seen last first
	 */
	public List<Finding> all() {
		return this.all.values()
			.stream()
			.map(LiveFinding::get)
			.sorted(Comparator.comparing(Finding::lastSeen).reversed())
			.toList();
	}

	/**
	 * Return the findings of a kind.
	 * @param kind the kind
	 * @return a copy, those seen last first
	 */
	public List<Finding> of(FindingKind kind) {
		return all().stream().filter((finding) -> finding.kind() == kind).toList();
	}

	/**
	 * Return how often something of a kind was seen.
	 * @param kind the kind
	 * @return the number of units of work since the start
	 */
	public long sightings(FindingKind kind) {
		LongAdder counter = this.sightings.get(kind);
		return (counter != null) ? counter.sum() : 0;
	}

	/**
	 * Return how often something was found at places that are too many to be kept.
	 * @return the number since the start
	 */
	public long omitted() {
		return this.omitted.sum();
	}

	/**
	 * Forget all findings, as after a new release.
	 */
	public void clear() {
		this.all.clear();
	}

	/**
	 * Something was found in a unit of work.
	 * @param key what and where
	 * @param operation the name of the unit of work, if it has one
	 * @param count how many times the statement was sent so far
	 * @param first makes the finding if it is the first one of its kind and place
	 * @return the finding, to be counted on, or {@code null} if there are too many
	 */
	@Nullable LiveFinding seen(FindingKey key, @Nullable String operation, long count, FindingSource first) {
		LongAdder counter = this.sightings.get(key.kind());
		if (counter != null) {
			counter.increment();
		}
		Instant now = this.clock.instant();
		LiveFinding known = this.all.get(key);
		if (known != null) {
			known.update((finding) -> finding.inAnotherUnit(operation, count, now));
			return known;
		}
		return add(key, first.create(now), now);
	}

	/**
	 * The statements of a finding went on, or came to their end.
	 * @param finding the finding
	 * @param count how many they are now
	 * @param over whether they will not be more, so that it can be told
	 */
	void counted(LiveFinding finding, long count, boolean over) {
		Instant now = this.clock.instant();
		Finding current = finding.update((one) -> one.counted(count, now));
		if (over && finding.announce(now, COOLDOWN)) {
			this.announcer.announce(current);
		}
	}

	private @Nullable LiveFinding add(FindingKey key, Finding finding, Instant now) {
		this.adding.lock();
		try {
			LiveFinding known = this.all.get(key);
			if (known != null) {
				return known;
			}
			if (this.all.size() >= MOST && !forgetOldest(now)) {
				this.omitted.increment();
				return null;
			}
			LiveFinding added = new LiveFinding(finding);
			this.all.put(key, added);
			return added;
		}
		finally {
			this.adding.unlock();
		}
	}

	// One that was seen a moment ago would be back, and logged again, a moment later.
	private boolean forgetOldest(Instant now) {
		return this.all.entrySet()
			.stream()
			.min(Comparator.comparing((entry) -> entry.getValue().get().lastSeen()))
			.filter((entry) -> entry.getValue().get().lastSeen().isBefore(now.minus(COOLDOWN)))
			.map((entry) -> this.all.remove(entry.getKey()) != null)
			.orElse(false);
	}

}
