package dev.mainstay.autoconfigure.cache;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.cache.warm.WarmingSettings;

/**
 * Properties of reading answers before they are asked for.
 *
 * @param enabled Whether answers of methods that ask for it are kept ready, and warmers
 * are run.
 * @param interval Time between two looks at what is to be read, in seconds if no unit is
 * given.
 * @param threads Number of threads, and so of connections, that read in the background at
 * the same time.
 * @param maxQuestions Number of questions that are kept ready at most, those asked in
 * most of the last intervals.
 * @param maxRate Number of reads in the background per second, those at the start not
 * counted.
 * @param maxShare Share of their time that the threads may read, those at the start not
 * counted.
 */
@ConfigurationProperties("db.cache.warming")
public record CacheWarmingProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration interval, @DefaultValue("1") int threads,
		@DefaultValue("500") int maxQuestions, @DefaultValue("20") double maxRate,
		@DefaultValue("0.1") double maxShare) implements WarmingSettings {

	private static final int MOST_QUESTIONS = 100_000;

	private static final double LEAST = 0.01;

	private static final double MOST_RATE = 1000;

	public CacheWarmingProperties {
		Checks checks = new Checks("db.cache.warming");
		checks.atLeast("interval", interval, Duration.ofMillis(100), "Type for example db.cache.warming.interval=1s.");
		if (interval.compareTo(Duration.ofHours(1)) > 0) {
			checks.fail("interval", interval, "must be at most 1h", "Type for example db.cache.warming.interval=1s.");
		}
		checks.atLeast("threads", threads, 1, "Type db.cache.warming.threads=1, the default, "
				+ "or db.cache.warming.enabled=false to read nothing in the background.");
		checks.atMost("threads", threads, 16, "Type for example db.cache.warming.threads=2; each uses a connection.");
		checks.atLeast("max-questions", maxQuestions, 1, "Type for example db.cache.warming.max-questions=500.");
		checks.atMost("max-questions", maxQuestions, MOST_QUESTIONS,
				"Type for example db.cache.warming.max-questions=500.");
		checkRange(checks, "max-rate", maxRate, MOST_RATE, "20");
		checkRange(checks, "max-share", maxShare, 1, "0.1");
	}

	private static void checkRange(Checks checks, String name, double value, double most, String usual) {
		String action = "Type for example db.cache.warming." + name + "=" + usual + ".";
		checks.atLeast(name, value, LEAST, action);
		if (value > most) {
			checks.fail(name, value, "must be at most " + (int) most, action);
		}
	}

}
