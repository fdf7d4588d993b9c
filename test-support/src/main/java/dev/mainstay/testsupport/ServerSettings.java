package dev.mainstay.testsupport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Server settings by name: our defaults, overridden by those of a test.
 */
final class ServerSettings {

	private final Map<String, String> values;

	private ServerSettings(Map<String, String> values) {
		this.values = values;
	}

	static ServerSettings of(String... assignments) {
		return new ServerSettings(new LinkedHashMap<>()).with(assignments);
	}

	ServerSettings with(String... assignments) {
		Map<String, String> merged = new LinkedHashMap<>(this.values);
		for (String assignment : assignments) {
			int separator = assignment.indexOf('=');
			if (separator < 1) {
				throw new IllegalArgumentException("Server setting '" + assignment + "' must look like 'name=value'");
			}
			merged.put(assignment.substring(0, separator).trim(), assignment.substring(separator + 1).trim());
		}
		return new ServerSettings(merged);
	}

	List<String> asArguments(BiFunction<String, String, Stream<String>> format) {
		return this.values.entrySet()
			.stream()
			.flatMap((entry) -> format.apply(entry.getKey(), entry.getValue()))
			.toList();
	}

}
