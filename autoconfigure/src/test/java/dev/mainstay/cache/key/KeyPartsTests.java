package dev.mainstay.cache.key;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KeyParts} and {@link Freezers}.
 */
class KeyPartsTests {

	private final KeyParts parts = new KeyParts();

	@Test
	void namesTheTypeThatCannotBeCompared() {
		assertThatExceptionOfType(UnfitForKeyException.class).isThrownBy(() -> this.parts.freeze(new ReentrantLock()))
			.withMessageStartingWith("It cannot be told when two values of type %s mean the same",
					ReentrantLock.class.getName());
		assertThat(Freezers.refusal(ReentrantLock.class)).contains(ReentrantLock.class.getName());
	}

	@Test
	void saysHowManyValuesAreTooMany() {
		assertThatExceptionOfType(UnfitForKeyException.class)
			.isThrownBy(() -> this.parts.freeze(Collections.nCopies(5000, 1)))
			.withMessageStartingWith("Arguments with more than 5000 values are too large for a key");
	}

	@Test
	void saysHowDeepIsTooDeep() {
		List<Object> nested = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			nested = new ArrayList<>(List.of(nested));
		}
		List<Object> all = nested;

		assertThatExceptionOfType(UnfitForKeyException.class).isThrownBy(() -> this.parts.freeze(all))
			.withMessageContaining("more than 16 levels");
	}

	@Test
	void refusesWhatIsOpenOrUnderWay() {
		assertThat(Freezers.refusal(InputStream.class)).contains("java.io.InputStream");
		assertThat(Freezers.refusal(Runnable[].class)).isNull();
		assertThat(Freezers.refusal(Supplier[].class)).contains("java.util.function.Supplier");
	}

}
