package dev.mainstay.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import dev.mainstay.event.Signal;

/**
 * The values of one signal, window by window, without those that had none. An amount that
 * is added up is per minute here, so that windows of any length compare. Immutable.
 */
public final class Series {

	private final Signal signal;

	private final long[] from;

	private final long[] to;

	private final double[] values;

	private Series(Signal signal, long[] from, long[] to, double[] values) {
		this.signal = signal;
		this.from = from;
		this.to = to;
		this.values = values;
	}

	static Series of(Signal signal, List<HistoryEntry> entries) {
		long[] from = new long[entries.size()];
		long[] to = new long[entries.size()];
		double[] values = new double[entries.size()];
		int size = 0;
		for (HistoryEntry entry : entries) {
			double level = entry.level(signal);
			if (!Double.isNaN(level)) {
				from[size] = entry.from();
				to[size] = entry.to();
				values[size++] = level;
			}
		}
		return new Series(signal, Arrays.copyOf(from, size), Arrays.copyOf(to, size), Arrays.copyOf(values, size));
	}

	/**
	 * Return whose values these are.
	 * @return the signal
	 */
	public Signal signal() {
		return this.signal;
	}

	/**
	 * Return the unit of the values.
	 * @return its symbol, empty for things
	 */
	public String unit() {
		return (this.signal.merge() == Signal.Merge.SUM) ? Signal.Unit.PER_MINUTE.symbol()
				: this.signal.unit().symbol();
	}

	/**
	 * Return how many there are.
	 * @return the number of values
	 */
	public int size() {
		return this.values.length;
	}

	/**
	 * Return a value.
	 * @param index its index
	 * @return the value
	 */
	public double value(int index) {
		return this.values[index];
	}

	/**
	 * Return all values.
	 * @return a copy
	 */
	public double[] values() {
		return this.values.clone();
	}

	/**
	 * Return when the window of a value began.
	 * @param index the index of the value
	 * @return its beginning
	 */
	public Instant from(int index) {
		return Instant.ofEpochMilli(this.from[index]);
	}

	/**
	 * Return when the window of a value ended.
	 * @param index the index of the value
	 * @return its end
	 */
	public Instant to(int index) {
		return Instant.ofEpochMilli(this.to[index]);
	}

	/**
	 * Return where the values of a time begin.
	 * @param time the time
	 * @return the index of the first window that begins then or later; the size if there
	 * is none
	 */
	public int indexOf(Instant time) {
		int index = Arrays.binarySearch(this.from, time.toEpochMilli());
		return (index >= 0) ? index : -index - 1;
	}

	/**
	 * Return some of the values.
	 * @param begin the index of the first
	 * @param end the index after the last
	 * @return a copy
	 */
	public double[] values(int begin, int end) {
		return Arrays.copyOfRange(this.values, begin, end);
	}

	/**
	 * Return the time of a value in hours.
	 * @param index the index of the value
	 * @return hours from the beginning of the first window to the middle of this one
	 */
	public double hours(int index) {
		return ((this.from[index] - this.from[0]) + (this.to[index] - this.from[0])) / 2.0 / 3_600_000;
	}

	/**
	 * Return how much time the values stand for, without the gaps.
	 * @return the length of all windows together
	 */
	public Duration covered() {
		long covered = 0;
		for (int i = 0; i < this.values.length; i++) {
			covered += this.to[i] - this.from[i];
		}
		return Duration.ofMillis(covered);
	}

	/**
	 * Return the average, in which every window weighs what it is long.
	 * @return the mean; not a number if there are no values
	 */
	public double mean() {
		double sum = 0;
		double weight = 0;
		for (int i = 0; i < this.values.length; i++) {
			sum += this.values[i] * (this.to[i] - this.from[i]);
			weight += this.to[i] - this.from[i];
		}
		return sum / weight;
	}

	/**
	 * Return the same in few values, each the average of a part of the time.
	 * @param most the most values
	 * @return a series with no more of them
	 */
	public Series inParts(int most) {
		if (this.values.length <= most) {
			return this;
		}
		long begin = this.from[0];
		long length = this.to[this.to.length - 1] - begin;
		long[] starts = new long[most];
		long[] ends = new long[most];
		double[] sums = new double[most];
		double[] weights = new double[most];
		for (int i = 0; i < this.values.length; i++) {
			long middle = this.from[i] + (this.to[i] - this.from[i]) / 2;
			int part = (int) Math.min((middle - begin) * most / length, most - 1);
			double weight = this.to[i] - this.from[i];
			starts[part] = (weights[part] != 0) ? starts[part] : this.from[i];
			ends[part] = this.to[i];
			sums[part] += this.values[i] * weight;
			weights[part] += weight;
		}
		int size = 0;
		for (int part = 0; part < most; part++) {
			if (weights[part] != 0) {
				starts[size] = starts[part];
				ends[size] = ends[part];
				sums[size++] = sums[part] / weights[part];
			}
		}
		return new Series(this.signal, Arrays.copyOf(starts, size), Arrays.copyOf(ends, size),
				Arrays.copyOf(sums, size));
	}

}
