package dev.mainstay.alert;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.event.Sample;

/**
 * The rules, and what they have found. Thread-safe.
 */
public final class Alerts {

	private static final Logger logger = LoggerFactory.getLogger(Alerts.class);

	// Of one rule on one data source at a time; the worst come first.
	private static final int MOST_OPERATIONS = 10;

	private static final int MOST_TRACKERS = 1000;

	private static final int LONGEST_TEXT = 200;

	private static final Comparator<Alert> WORST_FIRST = Comparator.comparing(Alert::severity)
		.reversed()
		.thenComparing(Alert::since);

	private final AlertSettings settings;

	private final Clock clock;

	// Guards everything below; held for calculations only.
	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, AlertRule> rules = new LinkedHashMap<>();

	private final Map<Key, AlertTracker> trackers = new LinkedHashMap<>();

	private final AlertHistory history = new AlertHistory();

	/**
	 * Create alerts.
	 * @param rules the rules, each with a name of its own
	 * @param settings how alerts behave over time
	 * @param clock tells the time
	 */
	public Alerts(Collection<AlertRule> rules, AlertSettings settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
		for (AlertRule rule : rules) {
			if (this.rules.putIfAbsent(rule.name(), rule) != null) {
				throw new InvalidAlertRuleException(rule.name(), "name", rule.name(), "is there twice",
						"Give each rule a name of its own.");
			}
		}
	}

	/**
	 * Return what is wrong now.
	 * @return the active alerts, the worst first
	 */
	public List<Alert> active() {
		return locked(() -> this.trackers.values()
			.stream()
			.map(AlertTracker::active)
			.filter(Objects::nonNull)
			.sorted(WORST_FIRST)
			.toList());
	}

	/**
	 * Return what is wrong now and how bad.
	 * @param severity the only severity to return
	 * @return the active alerts of that severity, the oldest first
	 */
	public List<Alert> active(Severity severity) {
		return active().stream().filter((alert) -> alert.severity() == severity).toList();
	}

	/**
	 * Return what was wrong.
	 * @return up to 200 alerts that are over, the newest first
	 */
	public List<Alert> history() {
		return locked(this.history::newestFirst);
	}

	/**
	 * Return what was wrong and how bad.
	 * @param severity the only severity to return
	 * @return the alerts of that severity that are over, the newest first
	 */
	public List<Alert> history(Severity severity) {
		return history().stream().filter((alert) -> alert.severity() == severity).toList();
	}

	/**
	 * Return the rules as they are now.
	 * @return the rules
	 */
	public List<AlertRule> rules() {
		return locked(() -> List.copyOf(this.rules.values()));
	}

	/**
	 * Change the threshold of a rule until the application ends. Active alerts are judged
	 * by it from the next look on.
	 * @param rule the name of the rule
	 * @param threshold the last value that is good, in the unit of the signal
	 * @return the rule as it is now
	 * @throws UnknownAlertException if there is no such rule
	 * @throws InvalidAlertRuleException if the signal cannot be on both sides of it
	 */
	public AlertRule changeThreshold(String rule, double threshold) {
		return locked(() -> {
			AlertRule before = this.rules.get(rule);
			if (before == null) {
				throw new UnknownAlertException("rule", text(rule), List.copyOf(this.rules.keySet()));
			}
			AlertRule after = before.withThreshold(before.comparison(), threshold);
			this.rules.put(rule, after);
			logger.info("Alert rule '{}' has a new threshold until the application ends: {} instead of {}", rule,
					after.thresholdText(), before.thresholdText());
			return after;
		});
	}

	/**
	 * Say that an active alert is known. Nobody is told of it again until it is over or
	 * has become worse.
	 * @param id the id of the alert
	 * @param by who says so, if that is known
	 * @param comment what else to say, if anything; the first 200 characters are kept
	 * @return the alert as it is now
	 * @throws UnknownAlertException if no active alert has that id
	 */
	public Alert acknowledge(String id, @Nullable String by, @Nullable String comment) {
		return locked(() -> {
			for (AlertTracker tracker : this.trackers.values()) {
				Alert alert = tracker.active();
				if (alert != null && alert.id().equals(id)) {
					return tracker.acknowledge(new Acknowledgement((by != null) ? text(by) : null, this.clock.instant(),
							(comment != null) ? text(comment) : null));
				}
			}
			throw new UnknownAlertException("active alert", text(id), active().stream().map(Alert::id).toList());
		});
	}

	// One line, and not a book.
	private static String text(String text) {
		String line = text.replaceAll("\\p{Cntrl}", " ").strip();
		return (line.length() > LONGEST_TEXT) ? line.substring(0, LONGEST_TEXT) : line;
	}

	// Judge what was measured.
	@Nullable AlertNotification judge(Collection<Sample> minutes) {
		return changing((now, changes) -> {
			Set<Key> judged = new HashSet<>();
			for (AlertRule rule : this.rules.values()) {
				for (Sample minute : minutes) {
					for (Judgement judgement : Judgement.of(rule, minute)) {
						judge(rule, judgement, now, changes, judged);
					}
				}
			}
			this.trackers.forEach((key, tracker) -> {
				if (!judged.contains(key)) {
					tracker.miss(now, changes::add);
				}
			});
			this.trackers.values().removeIf((tracker) -> tracker.isForgettable(now));
		});
	}

	private void judge(AlertRule rule, Judgement judgement, Instant now, List<AlertChange> changes, Set<Key> judged) {
		Key key = new Key(rule.name(), judgement.dataSource(), judgement.operation());
		AlertTracker tracker = this.trackers.get(key);
		boolean idle = tracker == null || !tracker.isBusy();
		if (idle && rule.isBad(judgement.value()) && isFull(key)) {
			return;
		}
		if (tracker == null) {
			if (!rule.isBad(judgement.value())) {
				return;
			}
			tracker = new AlertTracker(this.settings, this.history);
			this.trackers.put(key, tracker);
		}
		tracker.judge(rule, judgement, now, changes::add);
		judged.add(key);
	}

	private boolean isFull(Key key) {
		long busy = this.trackers.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().isBeside(key) && entry.getValue().isBusy())
			.count();
		return busy >= MOST_OPERATIONS || this.trackers.size() >= MOST_TRACKERS;
	}

	// End all alerts, because nobody judges any more.
	@Nullable AlertNotification expire() {
		return changing((now, changes) -> {
			this.trackers.values().forEach((tracker) -> tracker.expire(now, changes::add));
			this.trackers.clear();
		});
	}

	private @Nullable AlertNotification changing(Change change) {
		return locked(() -> {
			Instant now = this.clock.instant();
			List<AlertChange> changes = new ArrayList<>();
			change.make(now, changes);
			return changes.isEmpty() ? null : new AlertNotification(now, changes);
		});
	}

	private <T extends @Nullable Object> T locked(Supplier<T> work) {
		this.lock.lock();
		try {
			return work.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	// Something that changes alerts.
	@FunctionalInterface
	private interface Change {

		void make(Instant now, List<AlertChange> changes);

	}

	/**
	 * What a tracker follows.
	 *
	 * @param rule the name of the rule
	 * @param dataSource the bean name of the data source
	 * @param operation the operation, if the rule looks at each
	 */
	private record Key(String rule, String dataSource, @Nullable String operation) {

		boolean isBeside(Key other) {
			return this.rule.equals(other.rule) && this.dataSource.equals(other.dataSource);
		}

	}

}
