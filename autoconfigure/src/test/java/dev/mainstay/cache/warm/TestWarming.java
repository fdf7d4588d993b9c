package dev.mainstay.cache.warm;

import java.time.Duration;

/**
 * The settings that warming has by default, and some changes to them.
 */
public record TestWarming(Duration interval, int threads, int maxQuestions, double maxRate,
		double maxShare) implements WarmingSettings {

	/**
	 * The default settings.
	 */
	public static final TestWarming DEFAULTS = new TestWarming(Duration.ofSeconds(1), 1, 500, 20, 0.1);

	TestWarming withRate(double rate) {
		return new TestWarming(this.interval, this.threads, this.maxQuestions, rate, this.maxShare);
	}

	TestWarming withQuestions(int questions) {
		return new TestWarming(this.interval, this.threads, questions, this.maxRate, this.maxShare);
	}

}
