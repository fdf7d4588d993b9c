package dev.mainstay.testsupport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the protocol of PostgreSQL, in which a driver names a statement once and later
 * sends only the name.
 */
final class PostgresCommitScanner extends CommitScanner {

	private static final int PROTOCOL_3 = 3;

	private final Set<String> preparedCommits = new HashSet<>();

	// The first messages of a connection have no type.
	private boolean started;

	@Override
	int headerLength() {
		return (this.started) ? 5 : 4;
	}

	@Override
	int bodyLength(byte[] header) {
		return ByteBuffer.wrap(header, header.length - 4, 4).getInt() - 4;
	}

	@Override
	boolean isCommit(byte[] header, byte[] body) {
		if (!this.started) {
			this.started = ByteBuffer.wrap(body).getShort() == PROTOCOL_3;
			return false;
		}
		String[] words = new String(body, StandardCharsets.UTF_8).split("\0", -1);
		return switch (header[0]) {
			case 'Q' -> isCommit(words[0]);
			case 'P' -> {
				if (isCommit(words[1])) {
					this.preparedCommits.add(words[0]);
				}
				else {
					this.preparedCommits.remove(words[0]);
				}
				yield false;
			}
			case 'B' -> this.preparedCommits.contains(words[1]);
			default -> false;
		};
	}

	private static boolean isCommit(String sql) {
		return sql.strip().toUpperCase(Locale.ROOT).equals("COMMIT");
	}

}
