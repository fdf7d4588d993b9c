package dev.mainstay.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Sample;

/**
 * The entries of one data source in the order of time, and the summaries of its hours.
 * Written by one thread at a time, which the caller sees to; read by any, without a lock:
 * the arrays are never changed once they can be seen.
 */
final class Timeline {

	/**
	 * The most entries; where more are to be kept, older ones are merged.
	 */
	static final int MOST_ENTRIES = 3000;

	private static final int NEWEST = 256;

	private static final Duration LEAST_COVERED = Duration.ofMinutes(30);

	private final String dataSource;

	private final long retention;

	private final ZoneId zone;

	private volatile List<HistoryEntry> entries = List.of();

	private volatile List<HourSummary> hours = List.of();

	private long bytes;

	Timeline(String dataSource, Duration retention, ZoneId zone) {
		this.dataSource = dataSource;
		this.retention = retention.toMillis();
		this.zone = zone;
	}

	String dataSource() {
		return this.dataSource;
	}

	List<HistoryEntry> entries() {
		return this.entries;
	}

	List<HourSummary> hours() {
		return this.hours;
	}

	void add(Sample sample, long mostBytes) {
		HistoryEntry last = last(this.entries);
		HistoryEntry entry = HistoryEntry.of(sample, last);
		if (entry.from() >= entry.to()) {
			return;
		}
		if (last != null && hourOf(last) < hourOf(entry)) {
			endHour(hourOf(last));
		}
		long oldest = entry.to() - this.retention;
		List<HistoryEntry> kept = new ArrayList<>(this.entries.size() + 1);
		for (HistoryEntry known : this.entries) {
			// What ends later was written before the clock was set back.
			if (known.from() >= oldest && known.to() < entry.to()) {
				kept.add(known);
			}
		}
		kept.add(entry);
		show(kept, mostBytes);
	}

	/**
	 * Put entries of a time before in front.
	 * @param earlier the entries
	 * @param summaries the summaries of hours
	 * @param now the time; what is later, or too old, is left out
	 * @param mostBytes the most memory to use
	 */
	void restore(List<HistoryEntry> earlier, List<HourSummary> summaries, Instant now, long mostBytes) {
		long end = this.entries.isEmpty() ? now.toEpochMilli() : this.entries.get(0).from();
		long oldest = now.toEpochMilli() - this.retention;
		List<HistoryEntry> all = new ArrayList<>();
		for (HistoryEntry entry : earlier) {
			HistoryEntry last = last(all);
			if (entry.from() >= oldest && entry.to() <= end && (last == null || last.to() <= entry.from())) {
				all.add(entry);
			}
		}
		all.addAll(this.entries);
		long firstHour = this.hours.isEmpty() ? end : this.hours.get(0).start();
		List<HourSummary> allHours = new ArrayList<>(
				summaries.stream().filter((hour) -> hour.start() < firstHour).toList());
		allHours.addAll(this.hours);
		this.hours = HourSummary.latest(allHours);
		show(all, mostBytes);
	}

	private void show(List<HistoryEntry> kept, long mostBytes) {
		List<HistoryEntry> shown = kept;
		this.bytes = bytes(shown);
		if (shown.size() > MOST_ENTRIES || this.bytes > mostBytes) {
			long width = this.retention / (MOST_ENTRIES / 4);
			int newest = NEWEST;
			shown = merged(shown, width, newest);
			while (bytes(shown) > mostBytes / 4 * 3 && newest > 1) {
				width *= 2;
				newest /= 2;
				shown = merged(shown, width, newest);
			}
			while (bytes(shown) > mostBytes && shown.size() > 1) {
				shown = new ArrayList<>(shown.subList(1, shown.size()));
			}
			this.bytes = bytes(shown);
		}
		// Nobody changes it any more.
		this.entries = Collections.unmodifiableList(shown);
	}

	// Neighbours that are together no longer than the width become one; the newest stay.
	private static List<HistoryEntry> merged(List<HistoryEntry> entries, long width, int newest) {
		int older = Math.max(entries.size() - newest, entries.size() / 2);
		if (older == 0) {
			return entries;
		}
		List<HistoryEntry> merged = new ArrayList<>();
		List<HistoryEntry> group = new ArrayList<>();
		for (HistoryEntry entry : entries.subList(0, older)) {
			if (!group.isEmpty() && entry.to() - group.get(0).from() > width) {
				merged.add(merged(group));
				group.clear();
			}
			group.add(entry);
		}
		merged.add(merged(group));
		merged.addAll(entries.subList(older, entries.size()));
		return merged;
	}

	private static HistoryEntry merged(List<HistoryEntry> group) {
		if (group.size() == 1) {
			return group.get(0);
		}
		EntryMerge merge = new EntryMerge(true);
		group.forEach(merge::add);
		return merge.result();
	}

	private void endHour(long start) {
		List<HistoryEntry> within = this.entries.stream().filter((entry) -> hourOf(entry) == start).toList();
		long covered = within.stream().mapToLong((entry) -> entry.to() - entry.from()).sum();
		if (covered >= LEAST_COVERED.toMillis()) {
			List<HourSummary> all = new ArrayList<>(this.hours);
			all.removeIf((hour) -> hour.start() >= start);
			all.add(HourSummary.of(start, within));
			this.hours = HourSummary.latest(all);
		}
	}

	private long hourOf(HistoryEntry entry) {
		return Instant.ofEpochMilli(entry.middle())
			.atZone(this.zone)
			.truncatedTo(ChronoUnit.HOURS)
			.toInstant()
			.toEpochMilli();
	}

	long bytes() {
		return this.bytes;
	}

	private static long bytes(List<HistoryEntry> entries) {
		long bytes = 0;
		@Nullable HistoryEntry previous = null;
		for (HistoryEntry entry : entries) {
			bytes += entry.bytes(previous);
			previous = entry;
		}
		return bytes;
	}

	private static @Nullable HistoryEntry last(List<HistoryEntry> entries) {
		return entries.isEmpty() ? null : entries.get(entries.size() - 1);
	}

}
