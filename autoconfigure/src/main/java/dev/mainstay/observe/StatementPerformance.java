package dev.mainstay.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the statements of each data source have done lately: a day in steps of ten minutes,
 * made of what the statistics have counted from one {@link #look} to the next. Statements
 * pay nothing for it. Thread-safe.
 */
public final class StatementPerformance {

	private static final Duration REST = Duration.ofMinutes(1);

	private final StatementStatistics statistics;

	private final Clock clock;

	private final Instant since;

	private final Map<String, StatementDay> days = new ConcurrentHashMap<>();

	private volatile Instant looked;

	/**
	 * Create it.
	 * @param statistics the figures
	 * @param clock tells the time
	 */
	public StatementPerformance(StatementStatistics statistics, Clock clock) {
		this.statistics = statistics;
		this.clock = clock;
		this.since = clock.instant();
		this.looked = this.since;
	}

	/**
	 * Note what has happened since the last time. To be called now and then, so that it
	 * is known when it happened; does nothing if that was less than a minute ago.
	 */
	public void look() {
		Instant now = this.clock.instant();
		if (Duration.between(this.looked, now).abs().compareTo(REST) >= 0) {
			this.looked = now;
			this.statistics.dataSources().forEach((dataSource) -> note(dataSource, now));
		}
	}

	private StatementDay note(String dataSource, Instant now) {
		StatementDay day = this.days.computeIfAbsent(dataSource, (name) -> new StatementDay());
		day.note(now, () -> this.statistics.total(dataSource));
		return day;
	}

	/**
	 * Return how the statements of a data source have done.
	 * @param dataSource the bean name
	 * @return the figures of the last hour and the last day
	 */
	public RecentStatements of(String dataSource) {
		Instant now = this.clock.instant();
		return note(dataSource, now).recent(now, Duration.between(this.since, now));
	}

}
