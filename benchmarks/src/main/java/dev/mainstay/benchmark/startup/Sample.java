package dev.mainstay.benchmark.startup;

import java.time.Duration;

/**
 * One start of the application.
 *
 * @param elapsed the time from the beginning of its main method until it was ready
 * @param cpu the processor time of the whole process until then, which suffers less from
 * what else the machine does
 * @param managed whether Mainstay was at work
 */
record Sample(Duration elapsed, Duration cpu, boolean managed) {

	static Sample parse(String text) {
		String[] parts = text.split(" ");
		return new Sample(Duration.parse(parts[0]), Duration.parse(parts[1]), Boolean.parseBoolean(parts[2]));
	}

	String format() {
		return this.elapsed + " " + this.cpu + " " + this.managed;
	}

}
