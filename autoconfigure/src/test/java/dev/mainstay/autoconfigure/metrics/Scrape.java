package dev.mainstay.autoconfigure.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an application answers Prometheus.
 *
 * @param text the answer
 * @param series the labels of all series of each name
 * @param count the number of series of each name
 */
record Scrape(String text, Map<String, Set<String>> series, Map<String, Integer> count) {

	private static final Pattern LINE = Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE);

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

	static Scrape of(String text) {
		Map<String, Set<String>> series = new LinkedHashMap<>();
		Map<String, Integer> count = new LinkedHashMap<>();
		Matcher line = LINE.matcher(text);
		while (line.find()) {
			Set<String> labels = series.computeIfAbsent(line.group(1), (name) -> new TreeSet<>());
			count.merge(line.group(1), 1, Integer::sum);
			if (line.group(2) != null) {
				LABEL.matcher(line.group(2)).results().forEach((label) -> labels.add(label.group(1)));
			}
		}
		return new Scrape(text, series, count);
	}

	int countOf(String prefix) {
		return this.count.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith(prefix))
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

}
