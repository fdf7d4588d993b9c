package dev.mainstay.cache.shared;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * An answer as it is stored: a head with a checksum over all that follows it, and the
 * value, compressed if it is large.
 *
 * @param value the bytes of the value
 * @param loadNanos how long it took to read it
 * @param timeSensitive whether it depends on the day or the time
 */
record Parcel(byte[] value, long loadNanos, boolean timeSensitive) {

	private static final short FORMAT = 0x4d01;

	private static final int COMPRESSED = 1;

	private static final int TIME_SENSITIVE = 2;

	// Format, checksum; flags, time, length.
	private static final int SUM = 2 + 4;

	private static final int HEAD = SUM + 1 + 8 + 4;

	byte[] pack(int compressAbove) {
		byte[] packed = (this.value.length > compressAbove) ? deflate(this.value) : this.value;
		boolean smaller = packed.length < this.value.length;
		byte[] body = smaller ? packed : this.value;
		ByteBuffer bytes = ByteBuffer.allocate(HEAD + body.length);
		bytes.position(SUM);
		bytes.put((byte) ((smaller ? COMPRESSED : 0) | (this.timeSensitive ? TIME_SENSITIVE : 0)));
		bytes.putLong(this.loadNanos).putInt(this.value.length).put(body);
		bytes.putShort(0, FORMAT).putInt(2, sum(bytes.array()));
		return bytes.array();
	}

	/**
	 * Open a parcel.
	 * @param bytes what was stored
	 * @param most the most bytes that a value may have
	 * @return the parcel
	 * @throws UnsharableValueException if the bytes are not those that were stored
	 */
	static Parcel open(byte[] bytes, int most) {
		try {
			ByteBuffer content = ByteBuffer.wrap(bytes);
			if (content.getShort() != FORMAT || content.getInt() != sum(bytes)) {
				throw new UnsharableValueException("the bytes are not those that were stored");
			}
			int flags = content.get();
			long loadNanos = content.getLong();
			int length = content.getInt();
			if (length < 0 || length > most) {
				throw new UnsharableValueException("it takes more than %d bytes".formatted(most));
			}
			byte[] body = new byte[content.remaining()];
			content.get(body);
			byte[] value = ((flags & COMPRESSED) != 0) ? inflate(body, length) : body;
			return new Parcel(value, loadNanos, (flags & TIME_SENSITIVE) != 0);
		}
		catch (BufferUnderflowException ex) {
			throw new UnsharableValueException("the bytes are too few", ex);
		}
	}

	private static int sum(byte[] bytes) {
		CRC32C sum = new CRC32C();
		sum.update(bytes, Math.min(SUM, bytes.length), Math.max(0, bytes.length - SUM));
		return (int) sum.getValue();
	}

	private static byte[] deflate(byte[] plain) {
		Deflater deflater = new Deflater(Deflater.BEST_SPEED);
		try {
			deflater.setInput(plain);
			deflater.finish();
			ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 2);
			byte[] portion = new byte[8192];
			while (!deflater.finished()) {
				packed.write(portion, 0, deflater.deflate(portion));
			}
			return packed.toByteArray();
		}
		finally {
			deflater.end();
		}
	}

	// Never more than was said, however well it was packed.
	private static byte[] inflate(byte[] packed, int length) {
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(packed);
			byte[] plain = new byte[length];
			int done = 0;
			int more = 1;
			while (done < length && more > 0) {
				more = inflater.inflate(plain, done, length - done);
				done += more;
			}
			if (done < length) {
				throw new UnsharableValueException("the bytes are too few");
			}
			return plain;
		}
		catch (DataFormatException ex) {
			throw new UnsharableValueException("the bytes are not compressed as they should be", ex);
		}
		finally {
			inflater.end();
		}
	}

}
