package dev.mainstay.autoconfigure.metrics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus asks for, as far as it matters whether that is there.
 *
 * @param metrics the metrics, with the labels by which each is selected
 * @param grouping the labels by which is grouped
 */
record Expression(Map<String, Set<String>> metrics, Set<String> grouping) {

	private static final Pattern METRIC = Pattern.compile("\\b([a-z]+[_:][a-z0-9_:]+)(?:\\{([^}]*)})?(?=[^(\\w]|$)");

	private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");

	private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");

	static Expression parse(String text) {
		Set<String> grouping = new TreeSet<>();
		GROUPING.matcher(text)
			.results()
			.forEach((group) -> grouping.addAll(Arrays.asList(group.group(1).split("\\s*,\\s*"))));
		Map<String, Set<String>> metrics = new LinkedHashMap<>();
		Matcher metric = METRIC.matcher(GROUPING.matcher(text).replaceAll("").replace("$__rate_interval", "5m"));
		while (metric.find()) {
			Set<String> labels = metrics.computeIfAbsent(metric.group(1), (name) -> new TreeSet<>());
			if (metric.group(2) != null) {
				LABEL.matcher(metric.group(2)).results().forEach((label) -> labels.add(label.group(1)));
			}
		}
		return new Expression(metrics, grouping);
	}

}
