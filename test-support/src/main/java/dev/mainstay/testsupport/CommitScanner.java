package dev.mainstay.testsupport;

import java.io.ByteArrayOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Finds the requests to commit in what one client sends to a server, by reading the
 * messages of the protocol. Knows only unencrypted protocols; used by one thread.
 */
abstract class CommitScanner {

	// A longer message cannot be a request to commit.
	private static final int KEPT_BYTES = 256;

	private final ByteArrayOutputStream header = new ByteArrayOutputStream();

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private int missing;

	/**
	 * Return a scanner for a new connection.
	 * @param product what the connection leads to, if that is known
	 * @return the scanner, or {@code null} if nothing is known of commits there
	 */
	static @Nullable CommitScanner of(@Nullable DatabaseProduct product) {
		if (product == DatabaseProduct.POSTGRES) {
			return new PostgresCommitScanner();
		}
		return (product == DatabaseProduct.MARIADB) ? new MariaDbCommitScanner() : null;
	}

	/**
	 * Read on.
	 * @param bytes a buffer
	 * @param length how much of the buffer is used
	 * @return whether a request to commit has ended in these bytes
	 */
	final boolean scan(byte[] bytes, int length) {
		boolean found = false;
		for (int i = 0; i < length; i++) {
			found |= accept(bytes[i]);
		}
		return found;
	}

	private boolean accept(byte value) {
		if (this.header.size() < headerLength()) {
			this.header.write(value);
			if (this.header.size() < headerLength()) {
				return false;
			}
			this.missing = bodyLength(this.header.toByteArray());
		}
		else {
			if (this.body.size() < KEPT_BYTES) {
				this.body.write(value);
			}
			this.missing--;
		}
		return this.missing == 0 && complete();
	}

	private boolean complete() {
		byte[] currentHeader = this.header.toByteArray();
		byte[] currentBody = this.body.toByteArray();
		this.header.reset();
		this.body.reset();
		return isCommit(currentHeader, currentBody);
	}

	/**
	 * Return the length of the header of the message that comes next.
	 * @return the number of bytes
	 */
	abstract int headerLength();

	abstract int bodyLength(byte[] header);

	abstract boolean isCommit(byte[] header, byte[] body);

}
