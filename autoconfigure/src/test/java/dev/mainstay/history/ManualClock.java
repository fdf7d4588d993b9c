package dev.mainstay.history;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is set.
 */
public final class ManualClock extends Clock {

	private volatile Instant now;

	public ManualClock(Instant now) {
		this.now = now;
	}

	/**
	 * Let time pass.
	 * @param length how much
	 */
	public void advance(Duration length) {
		this.now = this.now.plus(length);
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return (zone.equals(getZone())) ? this : Clock.fixed(this.now, zone);
	}

}
