package dev.mainstay.failure;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Attempts}.
 */
class AttemptsTests {

	private final Attempts three = new Attempts(3, Instant.EPOCH);

	@Test
	void isFoundBehindOtherExceptions() {
		Exception error = new Exception("deadlock");
		this.three.attachTo(error);
		assertThat(Attempts.of(new IllegalStateException(error))).contains(this.three);
		assertThat(Attempts.of(new Exception("other"))).isEmpty();
	}

	@Test
	void isThatOfTheOutermostUnit() {
		Exception error = new Exception("deadlock");
		new Attempts(2, Instant.EPOCH).attachTo(error);
		this.three.attachTo(error);
		assertThat(Attempts.of(error)).contains(this.three);
	}

}
