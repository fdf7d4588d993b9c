package dev.mainstay.testsupport;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The one server of a product that all tests of a process use, started when first asked
 * for.
 *
 * @param <T> the type of the server
 */
final class SharedServer<T extends DatabaseServer> {

	private final Supplier<T> starter;

	private @Nullable T server;

	SharedServer(Supplier<T> starter) {
		this.starter = starter;
	}

	synchronized T get() {
		if (this.server == null) {
			this.server = this.starter.get();
		}
		return this.server;
	}

}
