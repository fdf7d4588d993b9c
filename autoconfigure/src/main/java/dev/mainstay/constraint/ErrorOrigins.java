package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.SideConnections;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.failure.FailureListener;

/**
 * Remembers which data source an error came from, for as long as the error lives.
 */
public final class ErrorOrigins implements FailureListener {

	private static final int MOST = 10_000;

	private final SideConnections connections;

	// Exceptions are equal to themselves only.
	private final Map<SQLException, String> origins = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * Create a memory.
	 * @param connections the data sources there are; nothing is remembered while there is
	 * but one
	 */
	public ErrorOrigins(SideConnections connections) {
		this.connections = connections;
	}

	@Override
	public void failed(String dataSource, FailureKind kind, SQLException error) {
		if (this.connections.dataSources().size() > 1 && this.origins.size() < MOST) {
			this.origins.put(error, dataSource);
		}
	}

	@Nullable String of(ErrorChain chain) {
		for (SQLException error : chain.sqlExceptions()) {
			String origin = this.origins.get(error);
			if (origin != null) {
				return origin;
			}
		}
		return null;
	}

}
