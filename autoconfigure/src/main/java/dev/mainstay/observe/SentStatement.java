package dev.mainstay.observe;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.operation.ApplicationFrame;
import dev.mainstay.operation.CodeOrigin;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.SqlDialect;

/**
 * A statement that a {@link QueryBudget} has counted.
 *
 * @param text the statement without its values
 * @param place where it comes from
 */
record SentStatement(String text, String place) {

	private static final ApplicationFrame application = new ApplicationFrame(List.of());

	private static final StackWalker walker = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

	static SentStatement of(StatementExecution execution) {
		String sql = execution.sql();
		String text = (sql != null) ? Fingerprint.of(sql, SqlDialect.of(execution.connection().product())).text()
				: "a batch of different statements";
		String place = walker
			.walk((frames) -> frames.filter((frame) -> application.originOf(frame.getClassName()) == CodeOrigin.OTHER)
				.findFirst()
				.map(StackFrame::toStackTraceElement)
				.map(StackTraceElement::toString))
			.orElse("a place unknown");
		return new SentStatement(text, place);
	}

	static String report(int max, int count, List<SentStatement> statements) {
		StringBuilder report = new StringBuilder(
				"%d statements were sent, but at most %d are allowed:".formatted(count, max));
		Map<String, List<SentStatement>> byText = statements.stream()
			.collect(Collectors.groupingBy(SentStatement::text, LinkedHashMap::new, Collectors.toList()));
		byText.entrySet()
			.stream()
			.sorted(Comparator.comparingInt((Map.Entry<String, List<SentStatement>> entry) -> entry.getValue().size())
				.reversed())
			.forEach((entry) -> append(report, entry.getKey(), entry.getValue()));
		return report.toString();
	}

	private static void append(StringBuilder report, String text, List<SentStatement> statements) {
		report.append("%n  %d x %s".formatted(statements.size(), text));
		statements.stream()
			.collect(Collectors.groupingBy(SentStatement::place, LinkedHashMap::new, Collectors.counting()))
			.forEach((place, times) -> report.append("%n      %d x at %s".formatted(times, place)));
	}

}
