package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.DurationText;

/**
 * Compares pools with the limits of their servers: connections that the server ends while
 * the pool thinks they rest, and more connections than the server takes.
 */
public final class ServerLimitsCheck {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(ServerLimitsCheck.class);

	private final ManagedPools pools;

	public ServerLimitsCheck(ManagedPools pools) {
		this.pools = pools;
	}

	/**
	 * Ask the server of a pool for its limits. A server that does not tell is no reason
	 * to worry.
	 * @param pool the pool
	 * @return what does not fit, in sentences; empty if all is well. Pools of the same
	 * server are counted together, in the same sentence whichever of them is asked about
	 */
	public List<String> check(ManagedPool pool) {
		if (!ServerLimits.areToldBy(pool.url().product())) {
			return List.of();
		}
		try (Connection connection = pool.openAside(PATIENCE)) {
			List<String> findings = check(pool, ServerLimits.read(connection, pool.url().product()));
			logger.debug("Pool '{}': the server's limits were read, {} findings", pool.name(), findings.size());
			return findings;
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("Pool '{}': the server's limits could not be read", pool.name(), ex);
			return List.of();
		}
	}

	List<String> check(ManagedPool pool, ServerLimits limits) {
		List<String> findings = new ArrayList<>();
		checkIdleTimeout(pool, limits, findings);
		checkConnections(pool, limits, findings);
		return findings;
	}

	private void checkIdleTimeout(ManagedPool pool, ServerLimits limits, List<String> findings) {
		Duration limit = limits.idleTimeout();
		if (limit == null) {
			return;
		}
		Duration keepalive = Duration.ofMillis(pool.dataSource().getKeepaliveTime());
		Duration rest = keepalive.isZero() ? pool.maxLifetime() : keepalive;
		if (rest.isZero() || rest.compareTo(limit) >= 0) {
			String sign = keepalive.isZero() ? "are not kept alive and live for " : "are kept alive only every ";
			String time = rest.isZero() ? "ever" : DurationText.of(rest);
			findings.add(("The server ends sessions that rest for %s (%s), but connections of pool '%s' %s%s. "
					+ "Set spring.datasource.hikari.keepalive-time (at least 30s) or db.pool.recycle below %s, "
					+ "or raise %s.")
				.formatted(DurationText.of(limit), limits.idleTimeoutName(), pool.name(), sign, time,
						DurationText.of(limit), limits.idleTimeoutName()));
		}
	}

	private void checkConnections(ManagedPool pool, ServerLimits limits, List<String> findings) {
		Integer available = limits.maxConnections();
		if (available == null) {
			return;
		}
		List<ManagedPool> sameServer = this.pools.all().stream().filter((other) -> sameServer(pool, other)).toList();
		int perInstance = sameServer.stream().mapToInt((other) -> other.snapshot().maximum()).sum();
		int instances = sameServer.stream().mapToInt(ManagedPool::expectedInstances).max().orElse(1);
		int all = perInstance * instances;
		if (all > available) {
			findings.add(("%d instance(s) with up to %d connections each may open %d connections (%d while a "
					+ "deployment runs old and new side by side), but the server takes %d. Lower db.pool.size or "
					+ "db.pool.max-overflow, correct db.pool.expected-instances, or raise max_connections.")
				.formatted(instances, perInstance, all, 2 * all, available));
		}
	}

	private static boolean sameServer(ManagedPool left, ManagedPool right) {
		return left.url().product() == right.url().product() && Objects.equals(left.url().host(), right.url().host())
				&& Objects.equals(left.url().port(), right.url().port());
	}

}
