package dev.mainstay.admission;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.LentConnections;
import dev.mainstay.operation.Operation;

/**
 * The holders of connections, as these say themselves. Thread-safe.
 */
public final class LentHolders implements Holders {

	private final LentConnections connections;

	/**
	 * Create the holders.
	 * @param connections the connections that are lent
	 */
	public LentHolders(LentConnections connections) {
		this.connections = connections;
	}

	@Override
	public int heldBy(Set<Thread> threads) {
		AtomicInteger count = new AtomicInteger();
		this.connections.forEach((connection) -> {
			if (connection.isOwed() && connection.borrower() != null && threads.contains(connection.borrower())) {
				count.incrementAndGet();
			}
		});
		return count.get();
	}

	@Override
	public @Nullable String operationOf(Thread thread) {
		AtomicReference<@Nullable Operation> found = new AtomicReference<>();
		this.connections.forEach((connection) -> {
			if (connection.isOwed() && connection.borrower() == thread && connection.operation() != null) {
				found.set(connection.operation());
			}
		});
		Operation operation = found.get();
		return (operation != null) ? operation.name() : null;
	}

}
