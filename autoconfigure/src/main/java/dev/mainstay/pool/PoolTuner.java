package dev.mainstay.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import com.zaxxer.hikari.HikariConfig;
import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DurationText;
import dev.mainstay.datasource.JdbcUrl;

/**
 * Writes {@link PoolSettings} onto a HikariCP configuration that has not been started,
 * wherever the user left HikariCP alone, and keeps a record of what it did.
 */
final class PoolTuner {

	static final String ALIVE_BYPASS_WINDOW = "com.zaxxer.hikari.aliveBypassWindowMs";

	private static final HikariConfig DEFAULTS = new HikariConfig();

	private final HikariConfig config;

	private final UserChoices choices;

	private final List<PoolSetting> record = new ArrayList<>();

	PoolTuner(HikariConfig config, UserChoices choices) {
		this.config = config;
		this.choices = choices;
	}

	List<PoolSetting> tune(PoolSettings settings, JdbcUrl url) {
		if (url.isPrivateToConnection()) {
			tuneForPrivateDatabase();
		}
		else {
			tuneSizes(settings);
			tuneLifetimes(settings);
		}
		tuneMillis("connection-timeout", "connectionTimeout", HikariConfig::getConnectionTimeout,
				this.config::setConnectionTimeout, settings.timeout(), "db.pool.timeout");
		if (!this.config.isAutoCommit() && this.config.getConnectionInitSql() != null) {
			tuneInitSql();
		}
		tunePrePing(settings);
		new DriverTuner(this.config, url).tune(settings, this.record);
		return List.copyOf(this.record);
	}

	private void tuneSizes(PoolSettings settings) {
		int wantedMaximum = settings.size() + settings.maxOverflow();
		String sum = "db.pool.size + db.pool.max-overflow";
		tune("maximum-pool-size", "maximumPoolSize", HikariConfig::getMaximumPoolSize, this.config::setMaximumPoolSize,
				wantedMaximum, sum);
		int base = Math.min(settings.size(), this.config.getMaximumPoolSize());
		tune("minimum-idle", "minimumIdle", HikariConfig::getMinimumIdle, this.config::setMinimumIdle, base,
				(base == settings.size()) ? "db.pool.size"
						: "db.pool.size=" + settings.size() + ", cut to the maximum");
	}

	private void tuneLifetimes(PoolSettings settings) {
		tuneMillis("max-lifetime", "maxLifetime", HikariConfig::getMaxLifetime, this.config::setMaxLifetime,
				settings.recycle(), "db.pool.recycle");
		tuneKeepalive(settings);
		boolean fixedSize = this.config.getMinimumIdle() == this.config.getMaximumPoolSize();
		if (fixedSize && this.choices.of("idle-timeout") == null) {
			this.record.add(PoolSetting.leftAlone("idleTimeout",
					DurationText.of(Duration.ofMillis(this.config.getIdleTimeout())), "the pool has no overflow"));
			return;
		}
		// HikariCP drops an idle timeout that is not shorter than the lifetime, with a
		// warning.
		Duration life = Duration.ofMillis(this.config.getMaxLifetime());
		Duration linger = settings.overflowLinger();
		boolean fits = life.isZero() || linger.plusSeconds(1).compareTo(life) <= 0;
		tuneMillis("idle-timeout", "idleTimeout", HikariConfig::getIdleTimeout, this.config::setIdleTimeout,
				fits ? linger : life.dividedBy(2), fits ? "db.pool.overflow-linger" : "half of maxLifetime");
	}

	// HikariCP drops a keep-alive that is not shorter than the lifetime, with a warning.
	private void tuneKeepalive(PoolSettings settings) {
		Duration recycle = settings.recycle();
		if (!recycle.isZero() && recycle.compareTo(Duration.ofMillis(this.config.getKeepaliveTime())) <= 0) {
			boolean longEnough = recycle.compareTo(Duration.ofMinutes(1)) >= 0;
			tuneMillis("keepalive-time", "keepaliveTime", HikariConfig::getKeepaliveTime, this.config::setKeepaliveTime,
					longEnough ? recycle.dividedBy(2) : Duration.ZERO, "shorter than db.pool.recycle");
		}
	}

	// A database that lives and dies with its connection is lost when the connection is
	// replaced, and a second connection would see another one.
	private void tuneForPrivateDatabase() {
		String reason = "each connection has a database of its own";
		tune("maximum-pool-size", "maximumPoolSize", HikariConfig::getMaximumPoolSize, this.config::setMaximumPoolSize,
				1, reason);
		tune("minimum-idle", "minimumIdle", HikariConfig::getMinimumIdle, this.config::setMinimumIdle, 1, reason);
		tuneMillis("max-lifetime", "maxLifetime", HikariConfig::getMaxLifetime, this.config::setMaxLifetime,
				Duration.ZERO, reason);
	}

	// Otherwise the first rollback undoes what the SQL has set, and the connection rests
	// in
	// a transaction, for which a server ends it.
	private void tuneInitSql() {
		tune("isolate-internal-queries", "isolateInternalQueries", HikariConfig::isIsolateInternalQueries,
				this.config::setIsolateInternalQueries, true, "connection-init-sql without auto-commit");
	}

	// HikariCP tests a connection that rested for half a second before it lends it, and
	// has one switch against that for the whole JVM.
	private void tunePrePing(PoolSettings settings) {
		String window = System.getProperty(ALIVE_BYPASS_WINDOW);
		if (window != null) {
			this.record.add(PoolSetting.leftAlone("pre-ping", window + "ms at rest", "-D" + ALIVE_BYPASS_WINDOW));
		}
		else if (settings.prePing()) {
			this.record.add(PoolSetting.leftAlone("pre-ping", "after 500ms at rest", "HikariCP does it by itself"));
		}
		else {
			this.record.add(PoolSetting.leftOut("pre-ping", "off",
					"HikariCP switches it off for a whole JVM only: start it with -D" + ALIVE_BYPASS_WINDOW
							+ "=3600000"));
		}
	}

	private void tuneMillis(String property, String name, Function<HikariConfig, Long> getter, Consumer<Long> setter,
			Duration value, String source) {
		tune(property, name, (config) -> Duration.ofMillis(getter.apply(config)),
				(duration) -> setter.accept(duration.toMillis()), value, source);
	}

	private <T> void tune(String property, String name, Function<HikariConfig, T> getter, Consumer<T> setter, T value,
			String source) {
		T present = getter.apply(this.config);
		String chosen = this.choices.of(property);
		if (chosen != null) {
			this.record.add(PoolSetting.leftAlone(name, text(present), chosen));
		}
		else if (!Objects.equals(present, getter.apply(DEFAULTS))) {
			this.record.add(PoolSetting.leftAlone(name, text(present), "set on the data source itself"));
		}
		else {
			setter.accept(value);
			this.record.add(PoolSetting.set(name, text(value), source));
		}
	}

	private static String text(@Nullable Object value) {
		return (value instanceof Duration duration) ? DurationText.of(duration) : String.valueOf(value);
	}

}
