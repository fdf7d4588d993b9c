package dev.mainstay.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import dev.mainstay.history.History;

/**
 * Finds the data sources of a request in the history.
 */
final class HistoryLookup {

	private final History history;

	HistoryLookup(History history) {
		this.history = history;
	}

	/**
	 * Find data sources.
	 * @param dataSource the bean name, or {@code null} for all
	 * @return the bean names
	 */
	List<String> find(@Nullable String dataSource) {
		List<String> known = this.history.dataSources();
		if (dataSource == null) {
			return known;
		}
		if (!known.contains(dataSource)) {
			String reason = "'dataSource' must be one of: " + String.join(", ", known);
			throw new InvalidEndpointRequestException(reason, reason);
		}
		return List.of(dataSource);
	}

}
