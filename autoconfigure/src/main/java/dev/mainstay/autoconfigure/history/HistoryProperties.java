package dev.mainstay.autoconfigure.history;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.autoconfigure.environment.Checks;

/**
 * Properties of the history.
 *
 * @param enabled Whether to remember what was measured.
 * @param interval Time between two samples, in seconds if no unit is given.
 * @param retention Time for which samples are kept, in seconds if no unit is given.
 * @param file File that the history is kept in, so that it survives a restart; each
 * instance needs one of its own. It is kept in memory only if none is given.
 */
@ConfigurationProperties("db.history")
public record HistoryProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("1m") @DurationUnit(ChronoUnit.SECONDS) Duration interval,
		@DefaultValue("24h") @DurationUnit(ChronoUnit.SECONDS) Duration retention, @Nullable String file) {

	static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

	static final Duration MOST_INTERVAL = Duration.ofHours(1);

	private static final Duration LEAST_RETENTION = Duration.ofMinutes(1);

	private static final String FILE_ACTION = "Type for example db.history.file=/var/lib/app/history, "
			+ "or leave it out to keep the history in memory only.";

	public HistoryProperties {
		Checks checks = new Checks("db.history");
		String intervalAction = "Type for example db.history.interval=1m.";
		checks.atLeast("interval", interval, LEAST_INTERVAL, intervalAction);
		if (interval.compareTo(MOST_INTERVAL) > 0) {
			checks.fail("interval", interval, "must be at most 1h", intervalAction);
		}
		String retentionAction = "Type for example db.history.retention=24h.";
		checks.atLeast("retention", retention, LEAST_RETENTION, retentionAction);
		if (retention.compareTo(interval) < 0) {
			checks.fail("retention", retention, "must not be shorter than db.history.interval", retentionAction);
		}
		if (file != null) {
			check(file, checks);
		}
	}

	private static void check(String file, Checks checks) {
		if (file.isBlank()) {
			checks.fail("file", file, "is empty", FILE_ACTION);
		}
		try {
			if (Files.isDirectory(Path.of(file))) {
				checks.fail("file", file, "is a directory", FILE_ACTION);
			}
		}
		catch (InvalidPathException ex) {
			checks.fail("file", file, "is no path of a file", FILE_ACTION);
		}
	}

}
