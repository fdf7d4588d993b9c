package dev.mainstay.autoconfigure.cache;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.cache.store.CacheStrategy;
import dev.mainstay.cache.store.StoreSettings;

/**
 * Properties of the query cache.
 *
 * @param enabled Whether answers of methods that ask for it are cached.
 * @param strategy What decides how long an answer is kept, unless what it depends on
 * changes before.
 * @param baseTtl Time to live that others are derived from, in seconds if no unit is
 * given.
 * @param minTtl Shortest time to live that is derived, in seconds if no unit is given.
 * @param maxTtl Longest time to live of any answer, in seconds if no unit is given; no
 * limit when not set.
 * @param maxSize Number of answers that are kept at most.
 * @param maxWeight Memory that answers may take.
 * @param frequentThreshold Number of uses that make an answer a frequent one.
 * @param frequentMultiplier Factor by which a frequent answer lives longer.
 * @param slowThreshold Time that it takes at least to get an answer that counts as slow,
 * in seconds if no unit is given.
 * @param slowMultiplier Factor by which a slow answer lives longer.
 * @param timeSensitiveMaxTtl Longest time to live of an answer that depends on the day or
 * the time, in seconds if no unit is given.
 * @param invalidation Way in which other instances of the application are told what has
 * changed.
 * @param sideEffects Tables that change along with a table or by calling a function, by
 * the name of that table or function: what triggers and procedures do.
 */
@ConfigurationProperties("db.cache")
public record CacheProperties(@DefaultValue("true") boolean enabled, @DefaultValue("adaptive") CacheStrategy strategy,
		@DefaultValue("300s") @DurationUnit(ChronoUnit.SECONDS) Duration baseTtl,
		@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration minTtl,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxTtl, @DefaultValue("10000") long maxSize,
		@DefaultValue("64MB") DataSize maxWeight, @DefaultValue("5") int frequentThreshold,
		@DefaultValue("2") double frequentMultiplier,
		@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration slowThreshold,
		@DefaultValue("3") double slowMultiplier,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration timeSensitiveMaxTtl,
		@DefaultValue("local") CacheInvalidation invalidation,
		@DefaultValue Map<String, Set<String>> sideEffects) implements StoreSettings {

	private static final long MOST_ANSWERS = 10_000_000;

	private static final DataSize LEAST_WEIGHT = DataSize.ofMegabytes(1);

	private static final DataSize MOST_WEIGHT = DataSize.ofTerabytes(1);

	private static final double MOST_MULTIPLIER = 1000;

	public CacheProperties {
		Checks checks = new Checks("db.cache");
		checkTimes(checks, baseTtl, minTtl, maxTtl);
		checks.atLeast("time-sensitive-max-ttl", timeSensitiveMaxTtl, Duration.ofSeconds(1),
				"Type for example db.cache.time-sensitive-max-ttl=60s.");
		checks.atLeast("slow-threshold", slowThreshold, Duration.ofMillis(1),
				"Type for example db.cache.slow-threshold=1s.");
		checks.atLeast("frequent-threshold", frequentThreshold, 1, "Type for example db.cache.frequent-threshold=5.");
		checks.atMost("frequent-threshold", frequentThreshold, 200, "Type for example db.cache.frequent-threshold=5.");
		checkMultiplier(checks, "frequent-multiplier", frequentMultiplier, 2);
		checkMultiplier(checks, "slow-multiplier", slowMultiplier, 3);
		if (maxSize < 1 || maxSize > MOST_ANSWERS) {
			checks.fail("max-size", maxSize, "must be from 1 to " + MOST_ANSWERS,
					"Type for example db.cache.max-size=10000, or db.cache.enabled=false to cache nothing.");
		}
		if (maxWeight.compareTo(LEAST_WEIGHT) < 0 || maxWeight.compareTo(MOST_WEIGHT) > 0) {
			checks.fail("max-weight", maxWeight, "must be from 1MB to 1TB",
					"Type for example db.cache.max-weight=64MB, or db.cache.enabled=false to cache nothing.");
		}
		sideEffects = checkedSideEffects(checks, sideEffects);
	}

	private static void checkTimes(Checks checks, Duration baseTtl, Duration minTtl, @Nullable Duration maxTtl) {
		checks.atLeast("min-ttl", minTtl, Duration.ofSeconds(1), "Type for example db.cache.min-ttl=30s.");
		checks.atLeast("base-ttl", baseTtl, Duration.ofSeconds(1), "Type for example db.cache.base-ttl=300s.");
		if (baseTtl.compareTo(minTtl) < 0) {
			checks.fail("base-ttl", baseTtl, "must not be shorter than db.cache.min-ttl",
					"Type a longer db.cache.base-ttl or a shorter db.cache.min-ttl.");
		}
		if (maxTtl != null) {
			checks.atLeast("max-ttl", maxTtl, Duration.ofSeconds(1),
					"Type for example db.cache.max-ttl=1h, or leave it out for no limit.");
			if (maxTtl.compareTo(baseTtl) < 0) {
				checks.fail("max-ttl", maxTtl, "must not be shorter than db.cache.base-ttl",
						"Type a longer db.cache.max-ttl or a shorter db.cache.base-ttl.");
			}
		}
	}

	private static void checkMultiplier(Checks checks, String name, double value, int usual) {
		String action = "Type db.cache.%s=%d, the default, or 1 for no difference.".formatted(name, usual);
		checks.atLeast(name, value, 1.0, action);
		if (value > MOST_MULTIPLIER) {
			checks.fail(name, value, "must be at most " + (int) MOST_MULTIPLIER, action);
		}
	}

	private static Map<String, Set<String>> checkedSideEffects(Checks checks, Map<String, Set<String>> sideEffects) {
		Map<String, Set<String>> checked = new LinkedHashMap<>();
		sideEffects.forEach((name, tables) -> {
			Set<String> names = new LinkedHashSet<>();
			tables.forEach((table) -> names.add(table.trim().toLowerCase(Locale.ROOT)));
			names.remove("");
			if (names.isEmpty()) {
				checks.fail("side-effects." + name, tables, "names no table",
						"Type the tables that change as well, for example db.cache.side-effects." + name
								+ "=audit_log,stock.");
			}
			checked.put(name.trim().toLowerCase(Locale.ROOT), Set.copyOf(names));
		});
		return Map.copyOf(checked);
	}

	@Override
	public long maxBytes() {
		return this.maxWeight.toBytes();
	}

}
