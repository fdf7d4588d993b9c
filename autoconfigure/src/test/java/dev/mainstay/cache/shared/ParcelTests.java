package dev.mainstay.cache.shared;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Parcel}.
 */
class ParcelTests {

	private static final int MOST = 100_000;

	@Test
	void compressesWhatIsLarge() {
		byte[] value = new byte[5000];
		Arrays.fill(value, (byte) 'x');

		byte[] packed = new Parcel(value, 17, true).pack(4096);
		Parcel opened = Parcel.open(packed, MOST);

		assertThat(packed).hasSizeLessThan(200);
		assertThat(opened.value()).isEqualTo(value);
		assertThat(opened.loadNanos()).isEqualTo(17);
		assertThat(opened.timeSensitive()).isTrue();
		assertThat(new Parcel(value, 0, false).pack(5000)).hasSizeGreaterThan(5000);
	}

	@Test
	void opensNothingThatWasDamaged() {
		byte[] packed = new Parcel(new byte[] { 1, 2, 3 }, 0, false).pack(0);
		for (int i = 0; i < packed.length; i++) {
			byte[] damaged = packed.clone();
			damaged[i] ^= 4;
			byte[] shorter = Arrays.copyOf(packed, i);
			assertThatExceptionOfType(UnsharableValueException.class).isThrownBy(() -> Parcel.open(damaged, MOST));
			assertThatExceptionOfType(UnsharableValueException.class).isThrownBy(() -> Parcel.open(shorter, MOST));
		}
	}

	@Test
	void opensNothingThatBecomesTooLarge() {
		byte[] packed = new Parcel(new byte[MOST], 0, false).pack(0);

		assertThatExceptionOfType(UnsharableValueException.class).isThrownBy(() -> Parcel.open(packed, MOST - 1));
	}

}
