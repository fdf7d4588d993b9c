package dev.mainstay.endpoint;

import java.util.function.Supplier;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.PoolSnapshot;
import dev.mainstay.pool.ServerVersion;
import dev.mainstay.pool.health.DatabaseProbe;
import dev.mainstay.pool.health.ProbeResult;

/**
 * The health of one database, for Boot's health endpoint. A pool that is busy is no
 * reason to take an instance out of service, so it is a detail and no status.
 */
public final class PoolHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<DatabaseProbe> current;

	/**
	 * Create an indicator.
	 * @param current gives the probe of the pool that is behind the data source now
	 */
	public PoolHealthIndicator(Supplier<DatabaseProbe> current) {
		super("The database could not be asked for its health");
		this.current = current;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		DatabaseProbe probe = this.current.get();
		ProbeResult result = probe.check(false);
		ManagedPool pool = probe.pool();
		PoolSnapshot snapshot = pool.snapshot();
		builder.status(result.reachable() ? "UP" : "DOWN");
		builder.withDetail("database", pool.url().product().displayName());
		ServerVersion version = pool.version();
		if (version != null) {
			builder.withDetail("version", version.toString());
		}
		builder.withDetail("pool", snapshot.isSaturated() ? "saturated" : "available");
		builder.withDetail("active", snapshot.active()).withDetail("maximum", snapshot.maximum());
		builder.withDetail("responseTimeMs", result.responseTime().toMillis());
		builder.withDetail("checkedAt", result.checkedAt().toString());
		if (result.note() != null) {
			builder.withDetail("note", result.note());
		}
	}

}
