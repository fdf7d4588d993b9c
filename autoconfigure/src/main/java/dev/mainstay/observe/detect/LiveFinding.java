package dev.mainstay.observe.detect;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A finding that may be seen again. Thread-safe.
 */
final class LiveFinding {

	private volatile Finding finding;

	private @Nullable Instant announced;

	LiveFinding(Finding finding) {
		this.finding = finding;
	}

	Finding get() {
		return this.finding;
	}

	synchronized Finding update(UnaryOperator<Finding> change) {
		Finding changed = change.apply(this.finding);
		this.finding = changed;
		return changed;
	}

	/**
	 * Ask whether it is time to tell of this finding, which is then taken as told.
	 * @param now the time
	 * @param cooldown how long not to tell of it again
	 * @return whether it is
	 */
	synchronized boolean announce(Instant now, Duration cooldown) {
		if (this.announced != null && now.isBefore(this.announced.plus(cooldown))) {
			return false;
		}
		this.announced = now;
		return true;
	}

}
