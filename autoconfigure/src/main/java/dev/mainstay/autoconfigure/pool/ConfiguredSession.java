package dev.mainstay.autoconfigure.pool;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.pool.session.SessionGuard;
import dev.mainstay.pool.session.SessionSettings;

/**
 * The session limits of one data source, together with which of them the user set.
 */
record ConfiguredSession(SessionProperties properties, @Nullable String applicationName,
		Set<SessionGuard> explicit) implements SessionSettings {

	@Override
	public Duration statementTimeout() {
		return this.properties.statementTimeout();
	}

	@Override
	public Duration lockTimeout() {
		return this.properties.lockTimeout();
	}

	@Override
	public Duration idleInTransactionTimeout() {
		return this.properties.idleInTransactionTimeout();
	}

	@Override
	public Duration maxAge() {
		return this.properties.maxAge();
	}

	@Override
	public boolean jit() {
		return this.properties.jit();
	}

	@Override
	public boolean isExplicit(SessionGuard guard) {
		return this.explicit.contains(guard);
	}

}
