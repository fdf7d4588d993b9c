package dev.mainstay.testsupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DatabaseSource}.
 */
class DatabaseSourceTests {

	private final String forced = System.getProperty(DatabaseSource.PROPERTY, "");

	@AfterEach
	void restoreProperty() {
		System.setProperty(DatabaseSource.PROPERTY, this.forced);
	}

	@ParameterizedTest
	@CsvSource({ "embedded,EMBEDDED", "docker,DOCKER" })
	void canBeForced(String value, DatabaseSource expected) {
		System.setProperty(DatabaseSource.PROPERTY, value);

		assertThat(DatabaseSource.current()).isEqualTo(expected);
	}

	@Test
	void rejectsAnUnknownValue() {
		System.setProperty(DatabaseSource.PROPERTY, "podman");

		assertThatIllegalStateException().isThrownBy(DatabaseSource::current)
			.withMessage("System property 'mainstay.test.databases' must be 'embedded' or 'docker' but is 'podman'");
	}

	@Test
	void isDetectedWithoutTheProperty() {
		System.clearProperty(DatabaseSource.PROPERTY);

		assertThat(DatabaseSource.current()).isNotNull();
	}

}
