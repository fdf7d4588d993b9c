package dev.mainstay.benchmark.cache;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Numbers from 1 on, each as likely as its reciprocal.
 */
final class Zipf {

	private final double[] cumulated;

	Zipf(int numbers) {
		this.cumulated = new double[numbers];
		double sum = 0;
		for (int i = 0; i < numbers; i++) {
			sum += 1.0 / (i + 1);
			this.cumulated[i] = sum;
		}
	}

	int next(RandomGenerator random) {
		int index = Arrays.binarySearch(this.cumulated,
				random.nextDouble() * this.cumulated[this.cumulated.length - 1]);
		return ((index < 0) ? -index : index + 1);
	}

}
