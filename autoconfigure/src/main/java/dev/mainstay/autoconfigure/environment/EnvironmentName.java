package dev.mainstay.autoconfigure.environment;

import java.util.function.UnaryOperator;

/**
 * The names of environment variables that stand for a property; a further name is a
 * further line.
 */
enum EnvironmentName {

	DB_POOL_SIZE("db.pool.size"),

	DB_MAX_OVERFLOW("db.pool.max-overflow"),

	DB_POOL_TIMEOUT("db.pool.timeout", Seconds::toDuration),

	DB_POOL_RECYCLE("db.pool.recycle", Seconds::toDuration),

	DB_CONNECT_TIMEOUT("db.pool.connect-timeout", Seconds::toDuration),

	DB_COMMAND_TIMEOUT("db.session.statement-timeout", Seconds::toDuration),

	DB_SESSION_TIMEOUT("db.session.max-age", Seconds::toDuration),

	DB_MAX_RETRIES("db.retry.max-attempts"),

	DB_DEADLOCK_RETRY_COUNT("db.retry.deadlock-max-attempts"),

	DB_RETRY_BASE_DELAY("db.retry.base-delay", Seconds::toDuration),

	DB_RETRY_MAX_DELAY("db.retry.max-delay", Seconds::toDuration),

	DB_HEALTH_CHECK_INTERVAL("db.health.interval", Seconds::toDuration);

	private final String property;

	private final UnaryOperator<String> notation;

	EnvironmentName(String property) {
		this(property, UnaryOperator.identity());
	}

	EnvironmentName(String property, UnaryOperator<String> notation) {
		this.property = property;
		this.notation = notation;
	}

	String property() {
		return this.property;
	}

	/*
	 * The value in the notation of the property; what can't be read stays as it is, so
	 * that binding complains about what the user typed.
	 */
	String translate(String value) {
		return this.notation.apply(value);
	}

	boolean isFraction(String value) {
		return Seconds.isFraction(value) && !translate(value).equals(value);
	}

}
