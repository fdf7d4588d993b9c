package dev.mainstay.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.SegmentSnapshot;
import dev.mainstay.admission.holder.HeldTime;
import dev.mainstay.admission.holder.HeldTimes;
import dev.mainstay.admission.holder.Holder;
import dev.mainstay.admission.holder.HolderReport;
import dev.mainstay.admission.holder.HttpCallTime;
import dev.mainstay.admission.holder.HttpCalls;
import dev.mainstay.admission.holder.LeakWatch;

/**
 * The gate of one pool and those who have its connections, for JSON.
 *
 * @param admission the gate, or {@code null} if there is none
 * @param holders who has connections
 * @param omitted how many others have one
 * @param verdict why there is none left, or {@code null} if there is
 * @param heldIdle who holds connections without a statement
 * @param httpCalls who holds connections for HTTP calls
 * @param leaks the leaks, or {@code null} if none are looked for
 */
record HoldersDescriptor(@Nullable AdmissionDescriptor admission, List<HolderDescriptor> holders, int omitted,
		@Nullable VerdictDescriptor verdict, List<HeldIdleDescriptor> heldIdle, List<HttpCallDescriptor> httpCalls,
		@Nullable LeaksDescriptor leaks) {

	private static final int MOST_OPERATIONS = 10;

	static HoldersDescriptor of(String dataSource, @Nullable Gate gate, @Nullable HolderReport report,
			HolderFigures figures) {
		List<Holder> holders = (report != null) ? report.holders() : List.of();
		HeldTimes times = figures.times();
		List<HeldTime> idle = (times != null) ? times.longestIdle(dataSource, MOST_OPERATIONS) : List.of();
		HttpCalls calls = figures.calls();
		List<HttpCallTime> longest = (calls != null) ? calls.longest(dataSource, MOST_OPERATIONS) : List.of();
		return new HoldersDescriptor((gate != null) ? AdmissionDescriptor.of(gate) : null,
				holders.stream().map(HolderDescriptor::of).toList(), (report != null) ? report.omitted() : 0,
				VerdictDescriptor.of(report), idle.stream().map(HeldIdleDescriptor::of).toList(),
				longest.stream().map(HttpCallDescriptor::of).toList(), LeaksDescriptor.of(figures.leaks(), dataSource));
	}

	/**
	 * One who has a connection, as JSON.
	 *
	 * @param thread the thread
	 * @param operation what its work is called, if that is known
	 * @param segment in which segment of the pool, if there are any
	 * @param ageMs for how long it has the connection
	 * @param state what the connection is doing
	 * @param stateMs since when
	 * @param inStatementsMs how long the database has worked for it
	 * @param statement the latest statement without literals
	 */
	record HolderDescriptor(String thread, @Nullable String operation, @Nullable String segment, double ageMs,
			String state, double stateMs, double inStatementsMs, @Nullable String statement) {

		static HolderDescriptor of(Holder holder) {
			return new HolderDescriptor(holder.thread(), holder.operation(), holder.segment(),
					Milliseconds.of(holder.age()), holder.state().text(), Milliseconds.of(holder.stateAge()),
					Milliseconds.of(holder.inStatements()), holder.statement());
		}

	}

	/**
	 * Why there is no connection left, as JSON.
	 *
	 * @param cause the name of the verdict
	 * @param segment the segment that has its maximum, if it is about one
	 * @param advice what helps
	 */
	record VerdictDescriptor(String cause, @Nullable String segment, @Nullable String advice) {

		static @Nullable VerdictDescriptor of(@Nullable HolderReport report) {
			if (report == null || report.verdict() == null) {
				return null;
			}
			SegmentSnapshot segment = report.segment();
			return new VerdictDescriptor(report.verdict().name(), (segment != null) ? segment.name() : null,
					report.advice());
		}

	}

	/**
	 * An operation that holds connections without a statement, as JSON.
	 *
	 * @param operation its name
	 * @param count how many times it had a connection
	 * @param heldMs for how long, all in all
	 * @param idleMs for how much of it nothing was asked of the database
	 * @param idleShare which part that is, from 0 to 1
	 */
	record HeldIdleDescriptor(String operation, long count, double heldMs, double idleMs, double idleShare) {

		static HeldIdleDescriptor of(HeldTime time) {
			double held = time.held().toNanos();
			return new HeldIdleDescriptor(time.operation(), time.count(), Milliseconds.of(time.held()),
					Milliseconds.of(time.idle()), (held > 0) ? Numbers.rounded(time.idle().toNanos() / held) : 0);
		}

	}

	/**
	 * An operation that holds connections for HTTP calls, as JSON.
	 *
	 * @param operation its name
	 * @param call the calls
	 * @param count how many it made while it held a connection
	 * @param heldMs for how long it held one for them
	 * @param longestMs for how long it held one for the slowest
	 */
	record HttpCallDescriptor(String operation, String call, long count, double heldMs, double longestMs) {

		static HttpCallDescriptor of(HttpCallTime time) {
			return new HttpCallDescriptor(time.operation(), time.call(), time.count(), Milliseconds.of(time.held()),
					Milliseconds.of(time.longest()));
		}

	}

	/**
	 * Connections that were not given back, as JSON.
	 *
	 * @param found how many since the start
	 * @param returned how many of them have come back after all
	 * @param ended how many of them were taken away from their holders
	 */
	record LeaksDescriptor(long found, long returned, long ended) {

		static @Nullable LeaksDescriptor of(@Nullable LeakWatch watch, String dataSource) {
			return (watch != null)
					? new LeaksDescriptor(watch.found(dataSource), watch.returned(dataSource), watch.ended(dataSource))
					: null;
		}

	}

}
