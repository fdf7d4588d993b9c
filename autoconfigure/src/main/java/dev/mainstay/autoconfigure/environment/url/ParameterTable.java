package dev.mainstay.autoconfigure.environment.url;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that other ecosystems give to a driver's parameters; what is not in the table
 * stays as it is.
 */
final class ParameterTable {

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");

	private final Map<String, Function<Parameter, Stream<Parameter>>> rows = new HashMap<>();

	ParameterTable rename(String from, String to) {
		return replace(from, (parameter) -> Stream.of(new Parameter(to, parameter.value())));
	}

	ParameterTable flag(String from, String to) {
		return replace(from, (parameter) -> Stream.of(new Parameter(to, String.valueOf(parameter.isOn()))));
	}

	ParameterTable milliseconds(String from, String to) {
		return replace(from, (parameter) -> Stream.of(new Parameter(to, toMilliseconds(parameter))));
	}

	ParameterTable drop(String... names) {
		for (String name : names) {
			replace(name, (parameter) -> Stream.empty());
		}
		return this;
	}

	ParameterTable replace(String from, Function<Parameter, Stream<Parameter>> translation) {
		this.rows.put(from, translation);
		return this;
	}

	Stream<Parameter> translate(Parameter parameter) {
		parameter.decoded();
		return this.rows.getOrDefault(parameter.name(), Stream::of).apply(parameter);
	}

	private static String toMilliseconds(Parameter parameter) {
		if (!SECONDS.matcher(parameter.value()).matches()) {
			throw new DatabaseUrlException("has a parameter '%s' that is not a number".formatted(parameter.name()),
					"Type a number of seconds, for example %s=10.".formatted(parameter.name()));
		}
		return new BigDecimal(parameter.value()).movePointRight(3).setScale(0, RoundingMode.UP).toPlainString();
	}

}
