package dev.mainstay.cache.shared;

import org.jspecify.annotations.Nullable;

/**
 * Turns values into bytes that other instances of the application can read. Safe for use
 * by many threads. Whoever can write to where answers are shared can choose the bytes, so
 * reading must create nothing but values.
 */
public interface SharedValueCodec {

	/**
	 * Turn a value into bytes.
	 * @param value the value
	 * @param most the largest number of bytes
	 * @return the bytes
	 * @throws UnsharableValueException if the value is of a kind that cannot be shared,
	 * or takes more
	 */
	byte[] write(@Nullable Object value, int most);

	/**
	 * Read a value.
	 * @param bytes what was written, perhaps by another version of the application
	 * @return a value that is equal to what was written, and belongs to the caller
	 * @throws UnsharableValueException if the bytes are not understood, or a class is not
	 * what it was when they were written
	 */
	@Nullable Object read(byte[] bytes);

}
