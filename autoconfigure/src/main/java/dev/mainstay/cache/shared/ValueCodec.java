package dev.mainstay.cache.shared;

import org.jspecify.annotations.Nullable;

/**
 * Writes values by their content: texts, numbers, dates and other values of the JDK, enum
 * constants, records, optionals, lists, sets, maps and arrays of these. Records need not
 * be serializable. A record is read only if its components are what they were when it was
 * written. Nothing but these classes is ever created, and no constructor but that of a
 * record is called. Thread-safe.
 */
public final class ValueCodec implements SharedValueCodec {

	private final @Nullable ClassLoader loader;

	/**
	 * Create a codec.
	 * @param loader finds the records and enums of the application
	 */
	public ValueCodec(@Nullable ClassLoader loader) {
		this.loader = loader;
	}

	@Override
	public byte[] write(@Nullable Object value, int most) {
		return new ValueWriter(most).write(value);
	}

	@Override
	public @Nullable Object read(byte[] bytes) {
		return new ValueReader(bytes, this.loader).read();
	}

}
