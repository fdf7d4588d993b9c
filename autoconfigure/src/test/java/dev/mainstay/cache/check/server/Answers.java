package dev.mainstay.cache.check.server;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.mainstay.cache.check.server.Kind.Found;

/**
 * Rows in the numbers of an answer.
 */
final class Answers {

	private Answers() {
	}

	/**
	 * Return the rows of tables that are in an answer.
	 * @param numbers the answer
	 * @return the rows, without those that stand for several
	 */
	static Stream<Found> rows(long[] numbers) {
		return IntStream.range(0, numbers.length / Found.WIDTH)
			.map((index) -> index * Found.WIDTH)
			.filter((start) -> numbers[start] >= 0)
			.mapToObj((start) -> new Found(numbers[start], numbers[start + 1], numbers[start + 2], numbers[start + 3],
					numbers[start + 4]));
	}

}
