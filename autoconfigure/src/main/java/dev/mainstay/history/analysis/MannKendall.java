package dev.mainstay.history.analysis;

import java.util.Arrays;

import dev.mainstay.history.Robust;

/**
 * The test of Mann and Kendall for a trend, with the slope of Theil and Sen.
 *
 * @param slope the median slope
 * @param lowest the lower end of its interval of 95 % confidence
 * @param highest the upper end
 * @param score how many standard deviations the statistic is away from no trend
 */
record MannKendall(double slope, double lowest, double highest, double score) {

	private static final double CONFIDENCE_95 = 1.96;

	/*
	 * S is the number of pairs that rise less the number of those that fall. Without a
	 * trend its variance is n(n-1)(2n+5)/18, less a term for ties (Mann 1945, Kendall
	 * 1975). Values of neighbouring minutes resemble each other, which makes S larger
	 * without any trend; Hamed and Rao (1998, Journal of Hydrology 204) enlarge the
	 * variance by the significant autocorrelation of the ranks, once the trend is taken
	 * out. Here only that of the nearest values counts, up to the first that is not
	 * significant, so that the variance is never made smaller. The slope is the median of
	 * those between all pairs (Theil 1950, Sen 1968), its interval lies as many slopes
	 * around the median as the variance of S says (Gilbert 1987, 16.4).
	 */
	static MannKendall of(double[] times, double[] values) {
		int n = values.length;
		double[] slopes = new double[n * (n - 1) / 2];
		int size = 0;
		long s = 0;
		for (int i = 0; i < n; i++) {
			for (int j = i + 1; j < n; j++) {
				slopes[size++] = (values[j] - values[i]) / (times[j] - times[i]);
				s += (long) Math.signum(values[j] - values[i]);
			}
		}
		Arrays.sort(slopes);
		double slope = Robust.median(slopes);
		double deviation = Math.sqrt(variance(values) * correction(times, values, slope));
		return of(slopes, slope, s, deviation);
	}

	/**
	 * Put the result together.
	 * @param slopes the slopes of all pairs, sorted
	 * @param slope their median
	 * @param s the statistic
	 * @param deviation its standard deviation
	 * @return the result
	 */
	static MannKendall of(double[] slopes, double slope, long s, double deviation) {
		double half = CONFIDENCE_95 * deviation / 2;
		int low = (int) Math.max(Math.floor(slopes.length / 2.0 - half), 0);
		int high = (int) Math.min(Math.ceil(slopes.length / 2.0 + half), slopes.length - 1);
		double score = (deviation != 0) ? (s - Math.signum(s)) / deviation : 0;
		return new MannKendall(slope, slopes[low], slopes[high], score);
	}

	boolean isSignificant() {
		return Math.abs(this.score) > CONFIDENCE_95;
	}

	static double variance(double[] values) {
		double n = values.length;
		double variance = n * (n - 1) * (2 * n + 5);
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		for (int i = 0; i < sorted.length;) {
			int next = i;
			while (next < sorted.length && sorted[next] == sorted[i]) {
				next++;
			}
			double ties = next - i;
			variance -= ties * (ties - 1) * (2 * ties + 5);
			i = next;
		}
		return variance / 18;
	}

	private static double correction(double[] times, double[] values, double slope) {
		int n = values.length;
		double[] ranks = ranks(times, values, slope);
		double mean = (n + 1) / 2.0;
		double whole = 0;
		for (double rank : ranks) {
			whole += (rank - mean) * (rank - mean);
		}
		double sum = 0;
		double significant = CONFIDENCE_95 / Math.sqrt(n);
		for (int lag = 1; lag < n / 2 && whole != 0; lag++) {
			double product = 0;
			for (int i = 0; i + lag < n; i++) {
				product += (ranks[i] - mean) * (ranks[i + lag] - mean);
			}
			double correlation = product / whole;
			if (correlation <= significant) {
				break;
			}
			sum += (double) (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation;
		}
		return Math.max(1 + 2 * sum / ((double) n * (n - 1) * (n - 2)), 1);
	}

	// What are equal get the same rank, the average of theirs.
	private static double[] ranks(double[] times, double[] values, double slope) {
		int n = values.length;
		double[] rest = new double[n];
		for (int i = 0; i < n; i++) {
			rest[i] = values[i] - slope * times[i];
		}
		double[] sorted = rest.clone();
		Arrays.sort(sorted);
		double[] ranks = new double[n];
		for (int i = 0; i < n; i++) {
			int first = 0;
			int equal = 0;
			for (double other : sorted) {
				first += (other < rest[i]) ? 1 : 0;
				equal += (other == rest[i]) ? 1 : 0;
			}
			ranks[i] = first + (equal + 1) / 2.0;
		}
		return ranks;
	}

}
