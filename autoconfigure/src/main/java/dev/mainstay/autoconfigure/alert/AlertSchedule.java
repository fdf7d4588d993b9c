package dev.mainstay.autoconfigure.alert;

import java.time.Duration;

import org.springframework.context.SmartLifecycle;

import dev.mainstay.alert.AlertMonitor;
import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.datasource.DurationText;

/**
 * Lets the monitor of alerts look again and again as long as the application runs. It can
 * be switched off and on, and its rhythm changed, at run time. Thread-safe.
 */
public final class AlertSchedule implements SmartLifecycle {

	private final AlertMonitor monitor;

	private final PeriodicTask task;

	AlertSchedule(AlertMonitor monitor, Duration interval) {
		this.monitor = monitor;
		this.task = new PeriodicTask("db-alerts", interval, this::look);
	}

	// A look that was under way when the switch was turned must not be the last word.
	private void look() {
		if (!this.task.isResting()) {
			this.monitor.look();
		}
		if (this.task.isResting()) {
			this.monitor.rest();
		}
	}

	/**
	 * Return what is switched.
	 * @return the name
	 */
	public String name() {
		return "alerts";
	}

	/**
	 * Return whether somebody looks.
	 * @return whether it is switched on
	 */
	public boolean enabled() {
		return !this.task.isResting();
	}

	/**
	 * Look from now on, or no more. Switched off, alerts that are active expire.
	 * @param enabled whether to look
	 */
	public void enable(boolean enabled) {
		this.task.rest(!enabled);
		if (!enabled) {
			this.monitor.rest();
		}
	}

	/**
	 * Return the rhythm.
	 * @return the time between two looks
	 */
	public Duration interval() {
		return this.task.interval();
	}

	/**
	 * Change the rhythm.
	 * @param interval the time between two looks, at least a second
	 */
	public void interval(Duration interval) {
		if (interval.compareTo(AlertProperties.SHORTEST_INTERVAL) < 0) {
			throw new IllegalArgumentException("The interval of alerts must be at least %s"
				.formatted(DurationText.of(AlertProperties.SHORTEST_INTERVAL)));
		}
		this.task.every(interval);
	}

	@Override
	public void start() {
		this.task.start();
	}

	@Override
	public void stop() {
		this.task.stop();
	}

	@Override
	public boolean isRunning() {
		return this.task.isRunning();
	}

	@Override
	public int getPhase() {
		return this.task.getPhase();
	}

}
