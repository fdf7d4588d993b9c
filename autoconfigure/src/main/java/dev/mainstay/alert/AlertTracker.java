package dev.mainstay.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/*
 * One rule, one data source and one operation, if the rule looks at each:
 *
 *   quiet ── bad ──> pending ── bad for hold ──> active ── good for settle ──> quiet
 *     ^                 │                          │
 *     └──── not bad ────┘                          └── no values for long ──> quiet
 *
 * A value between threshold and clear threshold is neither good nor bad to an active
 * alert: it begins to settle anew. So is a value that cannot be judged to a pending one,
 * which begins anew, while an active one just waits for the next value.
 *
 * What people are told lags behind on purpose: after they were told of anything they are
 * not told that it was raised again until the cool-down is over, unless it has become
 * worse. That it is over they are told only if they know that it was raised.
 */

/**
 * Follows what one rule looks at. Not thread-safe.
 */
final class AlertTracker {

	private static final Duration STALE = Duration.ofMinutes(5);

	private static final int STALE_LOOKS = 3;

	private final AlertSettings settings;

	private final AlertHistory history;

	private final Deque<Instant> raises = new ArrayDeque<>();

	private @Nullable Instant badSince;

	private @Nullable Instant goodSince;

	private @Nullable Instant missedSince;

	private int missed;

	private @Nullable Alert alert;

	private @Nullable Alert previous;

	private boolean told;

	private @Nullable Instant toldAt;

	private Severity toldSeverity = Severity.INFO;

	AlertTracker(AlertSettings settings, AlertHistory history) {
		this.settings = settings;
		this.history = history;
	}

	@Nullable Alert active() {
		return this.alert;
	}

	// Return whether it waits for values to stay bad, or for an alert to be over.
	boolean isBusy() {
		return this.alert != null || this.badSince != null;
	}

	// Return whether nothing of the past matters any more.
	boolean isForgettable(Instant now) {
		boolean cool = over(this.toldAt, this.settings.cooldown(), now)
				&& (this.previous == null || over(this.previous.ended(), this.settings.cooldown(), now));
		return !isBusy() && cool && over(this.raises.peekLast(), this.settings.escalationWithin(), now);
	}

	// Look at a value.
	void judge(AlertRule rule, Judgement judgement, Instant now, Consumer<AlertChange> changes) {
		this.missedSince = null;
		this.missed = 0;
		if (this.alert == null) {
			judgeQuiet(rule, judgement, now);
		}
		else {
			judgeActive(this.alert.seen(rule, judgement.value()), now, changes);
		}
		tellOfActive(now, changes);
	}

	private void judgeQuiet(AlertRule rule, Judgement judgement, Instant now) {
		if (!rule.isBad(judgement.value())) {
			this.badSince = null;
			return;
		}
		this.badSince = (this.badSince != null) ? this.badSince : now;
		if (over(this.badSince, rule.hold(), now)) {
			raise(rule, judgement, now);
		}
	}

	private void raise(AlertRule rule, Judgement judgement, Instant now) {
		this.badSince = null;
		this.goodSince = null;
		Severity severity = severity(rule, now);
		Alert before = this.previous;
		if (before != null && !over(before.ended(), this.settings.cooldown(), now)) {
			this.history.remove(before);
			this.alert = before.seen(rule, judgement.value()).raisedAgain(severity);
		}
		else {
			this.alert = new Alert(UUID.randomUUID().toString().substring(0, 8), rule, judgement.dataSource(),
					judgement.operation(), severity, judgement.value(), judgement.value(), now, null, AlertState.ACTIVE,
					1, null);
		}
	}

	private Severity severity(AlertRule rule, Instant now) {
		int after = this.settings.escalationAfter();
		if (after == 0) {
			return rule.severity();
		}
		this.raises.removeIf((raise) -> over(raise, this.settings.escalationWithin(), now));
		this.raises.addLast(now);
		// More than that are not needed to tell.
		while (this.raises.size() > after) {
			this.raises.removeFirst();
		}
		return (this.raises.size() == after) ? rule.severity().escalated() : rule.severity();
	}

	private void judgeActive(Alert seen, Instant now, Consumer<AlertChange> changes) {
		this.alert = seen;
		if (!seen.rule().isGoodAgain(seen.value())) {
			this.goodSince = null;
			return;
		}
		this.goodSince = (this.goodSince != null) ? this.goodSince : now;
		if (over(this.goodSince, this.settings.settle(), now)) {
			this.previous = seen.over(AlertState.CLEARED, now);
			end(this.previous, AlertChange.Kind.CLEARED, now, changes);
		}
	}

	// There is no value to look at.
	void miss(Instant now, Consumer<AlertChange> changes) {
		this.badSince = null;
		this.missedSince = (this.missedSince != null) ? this.missedSince : now;
		this.missed++;
		if (this.alert != null && this.missed >= STALE_LOOKS && over(this.missedSince, STALE, now)) {
			expire(now, changes);
		}
	}

	// Nobody will look any more.
	void expire(Instant now, Consumer<AlertChange> changes) {
		this.badSince = null;
		if (this.alert != null) {
			this.previous = null;
			end(this.alert.over(AlertState.EXPIRED, now), AlertChange.Kind.EXPIRED, now, changes);
		}
	}

	private void end(Alert ended, AlertChange.Kind kind, Instant now, Consumer<AlertChange> changes) {
		this.alert = null;
		this.history.add(ended);
		if (this.told) {
			this.told = false;
			this.toldAt = now;
			changes.accept(new AlertChange(kind, ended));
		}
	}

	private void tellOfActive(Instant now, Consumer<AlertChange> changes) {
		Alert active = this.alert;
		if (active == null || this.told || active.acknowledgement() != null) {
			return;
		}
		boolean worse = active.severity().compareTo(this.toldSeverity) > 0;
		if (this.toldAt == null || worse || over(this.toldAt, this.settings.cooldown(), now)) {
			this.told = true;
			this.toldAt = now;
			this.toldSeverity = active.severity();
			changes.accept(new AlertChange(active.isEscalated() ? AlertChange.Kind.ESCALATED : AlertChange.Kind.RAISED,
					active));
		}
	}

	// Take somebody's word for the alert that is active.
	Alert acknowledge(Acknowledgement acknowledgement) {
		Alert known = Objects.requireNonNull(this.alert).acknowledged(acknowledgement);
		this.alert = known;
		return known;
	}

	// What is to come has begun before the clock was set back, nobody knows how long ago.
	private static boolean over(@Nullable Instant from, Duration time, Instant now) {
		return from == null || from.isAfter(now) || !from.plus(time).isAfter(now);
	}

}
