package dev.mainstay.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the protocol of MariaDB, in which a commit is a query like any other.
 */
final class MariaDbCommitScanner extends CommitScanner {

	private static final int QUERY = 3;

	@Override
	int headerLength() {
		return 4;
	}

	@Override
	int bodyLength(byte[] header) {
		return (header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16;
	}

	@Override
	boolean isCommit(byte[] header, byte[] body) {
		return body.length > 0 && body[0] == QUERY
				&& new String(body, 1, body.length - 1, StandardCharsets.UTF_8).strip()
					.toUpperCase(Locale.ROOT)
					.equals("COMMIT");
	}

}
