package dev.mainstay.benchmark.startup;

import java.time.Duration;

/**
 * One start of the application.
 *
 * @param elapsed the time from the beginning of its main method until it was ready
 * @param cpu the processor time of the whole process until then, which suffers less from
 * what else the machine does
 */
record Sample(Duration elapsed, Duration cpu) {

	static Sample parse(String text) {
		String[] durations = text.split(" ");
		return new Sample(Duration.parse(durations[0]), Duration.parse(durations[1]));
	}

}
