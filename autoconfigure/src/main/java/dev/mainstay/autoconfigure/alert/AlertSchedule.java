package dev.mainstay.autoconfigure.alert;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import dev.mainstay.alert.AlertMonitor;
import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.datasource.DurationText;
import dev.mainstay.event.MonitoringSwitch;

/**
 * Lets the monitor of alerts look again and again as long as the application runs. It can
 * be switched off and on, and its rhythm changed, at run time. Thread-safe.
 */
public final class AlertSchedule implements SmartLifecycle, MonitoringSwitch {

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

	@Override
	public String name() {
		return "alerts";
	}

	@Override
	public boolean enabled() {
		return !this.task.isResting();
	}

	@Override
	public void enable(boolean enabled) {
		this.task.rest(!enabled);
		if (!enabled) {
			this.monitor.rest();
		}
	}

	@Override
	public Duration interval() {
		return this.task.interval();
	}

	@Override
	public @Nullable String objection(Duration interval) {
		Duration shortest = AlertProperties.SHORTEST_INTERVAL;
		if (interval.compareTo(shortest) < 0) {
			return "must be at least " + DurationText.of(shortest);
		}
		return (interval.compareTo(AlertProperties.LONGEST_INTERVAL) > 0) ? "must be at most 24 days" : null;
	}

	@Override
	public void interval(Duration interval) {
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
