package dev.mainstay.autoconfigure.pool;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.pool.LeakAction;
import dev.mainstay.pool.PoolSettings;

/**
 * Properties of connection pools.
 *
 * @param enabled Whether to tune connection pools.
 * @param size Number of connections that are kept open.
 * @param maxOverflow Number of connections that may be opened on top of the size under
 * load.
 * @param overflowLinger Time that a connection beyond the size rests before it is closed
 * again, in seconds if no unit is given.
 * @param timeout Longest wait for a connection, in seconds if no unit is given.
 * @param connectTimeout Longest time to open a connection, in seconds if no unit is
 * given.
 * @param recycle Age at which a connection is replaced, in seconds if no unit is given;
 * zero to never replace one.
 * @param prePing Whether a connection that rested is tested before it is lent.
 * @param leakThreshold Time after which a connection that was not given back and does
 * nothing is reported, in seconds if no unit is given; zero to report none.
 * @param leakAction What to do about such a connection: only report it, or also take it
 * away so that the pool can open another one.
 * @param expectedInstances Number of instances of the application that use the database
 * at the same time; compared with what the server takes.
 */
@ConfigurationProperties("db.pool")
public record PoolProperties(@DefaultValue("true") boolean enabled, @DefaultValue("20") int size,
		@DefaultValue("30") int maxOverflow,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration overflowLinger,
		@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration connectTimeout,
		@DefaultValue("30m") @DurationUnit(ChronoUnit.SECONDS) Duration recycle, @DefaultValue("true") boolean prePing,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration leakThreshold,
		@DefaultValue("report") LeakAction leakAction,
		@DefaultValue("1") int expectedInstances) implements PoolSettings {

	static final int MOST_CONNECTIONS = 1000;

	public PoolProperties {
		Checks checks = new Checks("db.pool");
		checks.atLeast("size", size, 1, "Type db.pool.size=20, the default, or any number from 1 to 1000.");
		checks.atMost("size", size, MOST_CONNECTIONS, "No database serves so many at once; a pool works best with "
				+ "a few connections per core of the database server. Type for example db.pool.size=20.");
		checks.atLeast("max-overflow", maxOverflow, 0,
				"Type db.pool.max-overflow=0 for a pool of fixed size, or any number up to 1000.");
		checks.atMost("max-overflow", maxOverflow, MOST_CONNECTIONS - size,
				"Size and overflow together may be 1000 at most. Type for example db.pool.max-overflow=30.");
		checks.atLeast("overflow-linger", overflowLinger, Duration.ofSeconds(10),
				"HikariCP closes no connection that rested for less than 10 seconds. Type "
						+ "db.pool.overflow-linger=60s, or db.pool.max-overflow=0 if there shall be no overflow.");
		checks.atLeast("timeout", timeout, Duration.ofMillis(250), "Type for example db.pool.timeout=30s.");
		checks.atLeast("connect-timeout", connectTimeout, Duration.ofMillis(1),
				"Type for example db.pool.connect-timeout=10s.");
		checks.zeroOrAtLeast("recycle", recycle, Duration.ofSeconds(30),
				"Type db.pool.recycle=30m, or db.pool.recycle=0 to never replace connections because of their age.");
		if (!recycle.isZero() && overflowLinger.plusSeconds(1).compareTo(recycle) > 0) {
			checks.fail("overflow-linger", overflowLinger, "must be more than one second shorter than db.pool.recycle",
					"Type a shorter db.pool.overflow-linger or a longer db.pool.recycle.");
		}
		checks.zeroOrAtLeast("leak-threshold", leakThreshold, Duration.ofMillis(100),
				"Type db.pool.leak-threshold=60s, the default, or 0 for no report.");
		if (leakAction == LeakAction.EVICT && leakThreshold.isZero()) {
			checks.fail("leak-action", "evict", "needs a db.pool.leak-threshold, and that is 0",
					"Type db.pool.leak-threshold=60s, or db.pool.leak-action=report.");
		}
		checks.atLeast("expected-instances", expectedInstances, 1, "Type for example db.pool.expected-instances=3.");
	}

}
