package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.admission.Shedding;
import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.operation.WorkKind;

/**
 * Properties of the segments of connection pools.
 *
 * @param segments Parts of the callers that share a connection pool, by name. The one
 * named 'default' is that of all callers who are in no other.
 */
@ConfigurationProperties("db")
public record SegmentProperties(@DefaultValue Map<String, Segment> segments) {

	static final String PREFIX = "db.segments";

	public SegmentProperties {
		segments = Map.copyOf(new LinkedHashMap<>(segments));
		segments.forEach((name, segment) -> segment.check(new Checks(PREFIX + "." + name)));
		checkNames(segments);
		kinds(segments);
	}

	// A variable of the environment knows neither dashes nor capitals.
	private static void checkNames(Map<String, Segment> segments) {
		Map<String, String> known = new HashMap<>();
		segments.keySet().forEach((name) -> {
			String other = known.put(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""), name);
			if (other != null) {
				new Checks(PREFIX).fail(name, "…", "is the same name as '%s', written in another way".formatted(other),
						"Write it in one way only; a variable of the environment has an underscore for each dash, such "
								+ "as DB_SEGMENTS_REPORT_EXPORT_MAX for report-export.");
			}
		});
		Segment rest = segments.get(dev.mainstay.admission.Segment.DEFAULT);
		if (rest != null && rest.dedicated()) {
			new Checks(PREFIX + "." + dev.mainstay.admission.Segment.DEFAULT).fail("dedicated", true,
					"is for segments that somebody prefers, and nobody prefers this one",
					"Leave it out, or configure the pool of the data source itself (db.pool.*).");
		}
	}

	/**
	 * Return the segments of work that is bound by what made its thread begin.
	 * @return the names of the segments
	 */
	Map<WorkKind, String> kinds() {
		return kinds(this.segments);
	}

	private static Map<WorkKind, String> kinds(Map<String, Segment> segments) {
		Map<WorkKind, String> kinds = new EnumMap<>(WorkKind.class);
		segments.forEach((name, segment) -> segment.work().forEach((kind) -> {
			String other = kinds.put(kind, name);
			if (other != null) {
				new Checks(PREFIX + "." + name).fail("work", segment.work(),
						"is that of the segment '%s', too".formatted(other),
						"Name each kind of work at one segment only.");
			}
		}));
		return kinds;
	}

	/**
	 * Properties of one segment.
	 *
	 * @param guaranteed Number of connections that are there for it whatever others do.
	 * While it does not use them most of them are lent.
	 * @param max Largest number of connections that it may have at the same time. All of
	 * the pool when not set.
	 * @param dedicated Whether it has a connection pool of its own, with 'guaranteed'
	 * connections at rest and 'max' at most, instead of a part of the common one.
	 * @param statementTimeout Longest time that each statement of its transactions may
	 * take, in seconds if no unit is given. That of the session when not set.
	 * @param shed Who of its callers may be refused because too many wait. As
	 * 'db.admission.shed' says when not set.
	 * @param work Kinds of work that are in it if nothing is said of their operation.
	 * 'transaction' is all that was begun by none of the others, such as a batch.
	 */
	public record Segment(@DefaultValue("0") int guaranteed, @Nullable Integer max,
			@DefaultValue("false") boolean dedicated,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration statementTimeout, @Nullable Shedding shed,
			@DefaultValue List<WorkKind> work) {

		public Segment {
			work = List.copyOf(work);
		}

		int maximum() {
			return (this.max != null) ? this.max : Integer.MAX_VALUE;
		}

		// Of a pool of its own.
		int base() {
			return Math.max(1, this.guaranteed);
		}

		private void check(Checks checks) {
			checks.atLeast("guaranteed", this.guaranteed, 0,
					"Type the number of connections that are there for it in any case, or 0 for none.");
			if (this.max != null) {
				checks.atLeast("max", this.max, Math.max(1, this.guaranteed),
						"Type the largest number of connections that it may have, no less than it is guaranteed, or "
								+ "leave it out for all of the pool.");
			}
			else if (this.dedicated) {
				checks.fail("dedicated", true, "needs to know how large the pool is",
						"Type the largest number of its connections as max beside it.");
			}
			if (this.statementTimeout != null) {
				checks.atLeast("statement-timeout", this.statementTimeout, Duration.ofMillis(1),
						"Type for example 30s, or leave it out for the limit of the session "
								+ "(db.session.statement-timeout).");
			}
		}

	}

}
