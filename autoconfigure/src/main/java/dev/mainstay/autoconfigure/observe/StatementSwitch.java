package dev.mainstay.autoconfigure.observe;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.MonitoringSwitch;
import dev.mainstay.observe.StatementObservation;

/**
 * Switches the observation of statements.
 *
 * @param observation what is switched
 */
record StatementSwitch(StatementObservation observation) implements MonitoringSwitch {

	@Override
	public String name() {
		return "statements";
	}

	@Override
	public boolean enabled() {
		return this.observation.isOn();
	}

	@Override
	public void enable(boolean enabled) {
		this.observation.turn(enabled);
	}

	@Override
	public @Nullable Duration interval() {
		return null;
	}

	@Override
	public String objection(Duration interval) {
		return "cannot be set: each statement is observed when it is executed";
	}

	@Override
	public void interval(Duration interval) {
		throw new IllegalArgumentException("The interval of statements " + objection(interval));
	}

}
