package dev.mainstay.autoconfigure.environment.url;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.StringUtils;

/**
 * One parameter of an address' query.
 *
 * @param name name as it was typed
 * @param value value as it was typed, still percent-encoded
 */
record Parameter(String name, String value) {

	static List<Parameter> parse(String query) {
		return Stream.of(StringUtils.delimitedListToStringArray(query, "&"))
			.filter((pair) -> !pair.isEmpty())
			.map(Parameter::of)
			.toList();
	}

	private static Parameter of(String pair) {
		int equals = pair.indexOf('=');
		return (equals == -1) ? new Parameter(pair, "")
				: new Parameter(pair.substring(0, equals), pair.substring(equals + 1));
	}

	static String toQuery(Stream<Parameter> parameters) {
		String query = parameters.map((parameter) -> parameter.name() + "=" + parameter.value())
			.collect(Collectors.joining("&"));
		return query.isEmpty() ? "" : "?" + query;
	}

	String decoded() {
		return PercentEncoding.decode(this.value);
	}

	boolean isOn() {
		return switch (this.value) {
			case "1", "true", "True", "yes", "on" -> true;
			default -> false;
		};
	}

}
