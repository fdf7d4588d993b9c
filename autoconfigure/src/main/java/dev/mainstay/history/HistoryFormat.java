package dev.mainstay.history;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Signal;

/**
 * How a history is written down: the names of the signals first, so that a later version
 * with others can read it, then each data source with its entries and hours.
 */
final class HistoryFormat {

	private static final int MOST_SIGNALS = 1000;

	private HistoryFormat() {
	}

	static void write(List<Timeline> timelines, DataOutput out) throws IOException {
		Signal[] signals = Signal.values();
		out.writeInt(signals.length);
		for (Signal signal : signals) {
			out.writeUTF(signal.id());
		}
		out.writeInt(timelines.size());
		for (Timeline timeline : timelines) {
			out.writeUTF(timeline.dataSource());
			List<HistoryEntry> entries = timeline.entries();
			out.writeInt(entries.size());
			for (HistoryEntry entry : entries) {
				write(entry, out);
			}
			List<HourSummary> hours = timeline.hours();
			out.writeInt(hours.size());
			for (HourSummary hour : hours) {
				out.writeLong(hour.start());
				for (Signal signal : signals) {
					out.writeFloat((float) hour.median(signal));
					out.writeFloat((float) hour.deviation(signal));
					out.writeFloat((float) hour.high(signal));
				}
			}
		}
	}

	private static void write(HistoryEntry entry, DataOutput out) throws IOException {
		out.writeLong(entry.from());
		out.writeLong(entry.to());
		for (Signal signal : Signal.values()) {
			out.writeDouble(entry.value(signal));
		}
		write(entry.statements(), out);
		out.writeShort(entry.operations());
		for (int i = 0; i < entry.operations(); i++) {
			out.writeUTF(entry.operation(i));
			write(entry.operationLatencies(i), out);
		}
		out.writeShort(entry.errors().size());
		for (Map.Entry<String, Long> error : entry.errors().entrySet()) {
			out.writeUTF(error.getKey());
			out.writeLong(error.getValue());
		}
	}

	private static void write(byte[] packed, DataOutput out) throws IOException {
		out.writeShort(packed.length);
		out.write(packed);
	}

	static List<Content> read(DataInput in) throws IOException {
		@Nullable Signal[] signals = new @Nullable Signal[count(in.readInt(), MOST_SIGNALS)];
		for (int i = 0; i < signals.length; i++) {
			signals[i] = Signal.ofId(in.readUTF());
		}
		List<Content> contents = new ArrayList<>();
		int dataSources = count(in.readInt(), History.MOST_DATA_SOURCES);
		for (int i = 0; i < dataSources; i++) {
			contents.add(new Reader(in, signals).content());
		}
		return contents;
	}

	private static int count(int count, int most) throws IOException {
		if (count < 0 || count > most) {
			throw new IOException("There can't be " + count + " of them");
		}
		return count;
	}

	/**
	 * What was written down about one data source.
	 *
	 * @param dataSource its bean name
	 * @param entries the entries
	 * @param hours the summaries of hours
	 */
	record Content(String dataSource, List<HistoryEntry> entries, List<HourSummary> hours) {

	}

	/**
	 * Reads what was written down about one data source.
	 */
	private static final class Reader {

		private final DataInput in;

		private final @Nullable Signal[] signals;

		// Each name is kept once.
		private final Map<String, String> names = new HashMap<>();

		Reader(DataInput in, @Nullable Signal[] signals) {
			this.in = in;
			this.signals = signals;
		}

		Content content() throws IOException {
			String dataSource = this.in.readUTF();
			List<HistoryEntry> entries = new ArrayList<>();
			int size = count(this.in.readInt(), Timeline.MOST_ENTRIES);
			for (int i = 0; i < size; i++) {
				entries.add(entry());
			}
			List<HourSummary> hours = new ArrayList<>();
			int hourCount = count(this.in.readInt(), HourSummary.MOST_HOURS);
			for (int i = 0; i < hourCount; i++) {
				hours.add(hour());
			}
			return new Content(dataSource, entries, hours);
		}

		private HistoryEntry entry() throws IOException {
			long from = this.in.readLong();
			long to = this.in.readLong();
			if (from >= to) {
				throw new IOException("A window ends before it begins");
			}
			double[] values = new double[HistoryEntry.SIGNALS];
			Arrays.fill(values, Double.NaN);
			for (Signal signal : this.signals) {
				double value = this.in.readDouble();
				if (signal != null) {
					values[signal.ordinal()] = value;
				}
			}
			byte[] statements = packed();
			Map<String, byte[]> operations = new LinkedHashMap<>();
			int operationCount = count(this.in.readShort(), HistoryEntry.MOST_OPERATIONS + 1);
			for (int i = 0; i < operationCount; i++) {
				operations.put(name(), packed());
			}
			Map<String, Long> errors = new HashMap<>();
			int errorCount = count(this.in.readShort(), HistoryEntry.MOST_ERROR_KINDS);
			for (int i = 0; i < errorCount; i++) {
				errors.put(name(), this.in.readLong());
			}
			return new HistoryEntry(from, to, values, statements, operations, errors);
		}

		private HourSummary hour() throws IOException {
			long start = this.in.readLong();
			float[] medians = HourSummary.nothing();
			float[] deviations = HourSummary.nothing();
			float[] highs = HourSummary.nothing();
			for (Signal signal : this.signals) {
				float median = this.in.readFloat();
				float deviation = this.in.readFloat();
				float high = this.in.readFloat();
				if (signal != null) {
					medians[signal.ordinal()] = median;
					deviations[signal.ordinal()] = deviation;
					highs[signal.ordinal()] = high;
				}
			}
			return new HourSummary(start, medians, deviations, highs);
		}

		private String name() throws IOException {
			String name = this.in.readUTF();
			String known = this.names.putIfAbsent(name, name);
			return (known != null) ? known : name;
		}

		private byte[] packed() throws IOException {
			byte[] packed = new byte[count(this.in.readShort(), Short.MAX_VALUE)];
			this.in.readFully(packed);
			try {
				LatencySum.unpack(packed);
			}
			catch (IllegalArgumentException ex) {
				throw new IOException("Durations can't be read", ex);
			}
			return packed;
		}

	}

}
