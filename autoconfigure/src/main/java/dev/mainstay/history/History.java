package dev.mainstay.history;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.event.Sample;

/**
 * Remembers what was measured on each data source for a day or so. It takes no more than
 * ten megabytes, whatever is measured however often: where there is more, older samples
 * are merged, so that the time stays and only the steps become longer. Thread-safe;
 * readers wait for nobody and keep nobody waiting.
 */
public final class History {

	/**
	 * The most data sources that are remembered.
	 */
	static final int MOST_DATA_SOURCES = 16;

	/**
	 * The most memory that samples take; summaries of hours come to at most two megabytes
	 * more.
	 */
	static final long MOST_BYTES = 7 * 1024 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(History.class);

	private final Duration retention;

	private final Clock clock;

	private final ZoneId zone;

	private final Map<String, Timeline> timelines = new ConcurrentSkipListMap<>();

	// One writer at a time.
	private final ReentrantLock writing = new ReentrantLock();

	private boolean full;

	/**
	 * Create an empty history.
	 * @param retention how long samples are kept
	 * @param clock tells the time
	 * @param zone the time zone of the hours of a day
	 */
	public History(Duration retention, Clock clock, ZoneId zone) {
		this.retention = retention;
		this.clock = clock;
		this.zone = zone;
	}

	/**
	 * Remember a sample.
	 * @param sample what was measured
	 */
	public void add(Sample sample) {
		this.writing.lock();
		try {
			Timeline timeline = timeline(sample.dataSource());
			if (timeline != null) {
				timeline.add(sample, MOST_BYTES / this.timelines.size());
			}
		}
		finally {
			this.writing.unlock();
		}
	}

	private @Nullable Timeline timeline(String dataSource) {
		Timeline timeline = this.timelines.get(dataSource);
		if (timeline == null && this.timelines.size() < MOST_DATA_SOURCES) {
			timeline = new Timeline(dataSource, this.retention, this.zone);
			this.timelines.put(dataSource, timeline);
		}
		if (timeline == null && !this.full) {
			this.full = true;
			logger.warn("History remembers {} data sources; '{}' and others are left out", MOST_DATA_SOURCES,
					dataSource);
		}
		return timeline;
	}

	/**
	 * Return what is remembered.
	 * @return the bean names of the data sources, in order
	 */
	public List<String> dataSources() {
		return List.copyOf(this.timelines.keySet());
	}

	/**
	 * Return the latest sample.
	 * @param dataSource the bean name of the data source
	 * @return the sample, or {@code null} if there is none
	 */
	public @Nullable Sample current(String dataSource) {
		List<HistoryEntry> entries = entries(dataSource);
		return entries.isEmpty() ? null : entries.get(entries.size() - 1).toSample(dataSource);
	}

	/**
	 * Return what is remembered of the time up to now.
	 * @param dataSource the bean name of the data source
	 * @param length how far back to look; what is older than the retention is not there
	 * @return the window, empty if nothing is known
	 */
	public Window window(String dataSource, Duration length) {
		Instant now = this.clock.instant();
		Instant from = now.minus((length.compareTo(this.retention) < 0) ? length : this.retention);
		List<HistoryEntry> within = entries(dataSource).stream()
			.filter((entry) -> entry.from() >= from.toEpochMilli() && entry.to() <= now.toEpochMilli())
			.toList();
		Timeline timeline = this.timelines.get(dataSource);
		return new Window(dataSource, from, now, within,
				(timeline != null) ? HourSummary.known(timeline.hours(), now) : List.of());
	}

	private List<HistoryEntry> entries(String dataSource) {
		Timeline timeline = this.timelines.get(dataSource);
		return (timeline != null) ? timeline.entries() : List.of();
	}

	/**
	 * Return the time zone of the hours of a day.
	 * @return the zone
	 */
	public ZoneId zone() {
		return this.zone;
	}

	/**
	 * Return how long samples are kept.
	 * @return the longest window there is
	 */
	public Duration retention() {
		return this.retention;
	}

	/**
	 * Write everything down.
	 * @param out where to write
	 * @throws IOException if that fails
	 */
	public void write(DataOutput out) throws IOException {
		HistoryFormat.write(List.copyOf(this.timelines.values()), out);
	}

	/**
	 * Remember what was written down, in addition to what is known by now.
	 * @param in where to read
	 * @throws IOException if that fails, or makes no sense; then nothing is changed
	 */
	public void read(DataInput in) throws IOException {
		List<HistoryFormat.Content> contents = HistoryFormat.read(in);
		this.writing.lock();
		try {
			for (HistoryFormat.Content content : contents) {
				Timeline timeline = timeline(content.dataSource());
				if (timeline != null) {
					timeline.restore(content.entries(), content.hours(), this.clock.instant(),
							MOST_BYTES / this.timelines.size());
				}
			}
		}
		finally {
			this.writing.unlock();
		}
	}

}
