package dev.mainstay.testsupport;

import org.jspecify.annotations.Nullable;

/**
 * Looks at what one client sends and decides whether it gets lost.
 */
final class RequestInterceptor {

	private final Ambush ambush;

	private final @Nullable CommitScanner scanner;

	RequestInterceptor(Ambush ambush, @Nullable CommitScanner scanner) {
		this.ambush = ambush;
		this.scanner = scanner;
	}

	@Nullable Loss meet(byte[] buffer, int length) {
		return this.ambush.meet(this.scanner != null && this.scanner.scan(buffer, length));
	}

}
