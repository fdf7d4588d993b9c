package dev.mainstay.admission.holder;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.GateSnapshot;
import dev.mainstay.admission.SegmentSnapshot;
import dev.mainstay.datasource.DurationText;

/**
 * A report as people read it in the log.
 */
final class ReportText {

	private static final String LINE = "\n  ";

	private ReportText() {
	}

	/**
	 * Put a report into words.
	 * @param report the report
	 * @param cause what the caller was told, without figures
	 * @param callers how many got no connection since the report before
	 * @return several lines
	 */
	static String of(HolderReport report, String cause, long callers) {
		StringBuilder text = new StringBuilder();
		text.append("No connection of '%s' for a caller%s (%s). %s: %s".formatted(report.dataSource(),
				(report.segment() != null) ? " of segment '" + report.segment().name() + "'" : "", cause,
				report.verdict(), report.advice()));
		PoolFigures pool = report.pool();
		text.append(LINE)
			.append("pool: %d of %d lent, %d open, %d at rest, %d callers wait".formatted(pool.active(), pool.maximum(),
					pool.total(), pool.idle(), pool.waiting()));
		text.append(gate(report.gate())).append(segment(report.segment()));
		text.append(LINE).append("callers without a connection since the last report, this one included: " + callers);
		int number = 0;
		for (Holder holder : report.holders()) {
			number++;
			text.append(LINE).append(number).append(". ").append(line(holder));
		}
		if (report.omitted() > 0) {
			text.append(LINE).append("and %d others".formatted(report.omitted()));
		}
		return text.toString();
	}

	private static String gate(@Nullable GateSnapshot gate) {
		return (gate != null) ? "; gate: %d permits, %d in use%s%s".formatted(gate.permits(), gate.inUse(),
				(gate.kept() > 0) ? ", %d kept for segments".formatted(gate.kept()) : "",
				gate.standing() ? ", the queue stands" : "") : "";
	}

	private static String segment(@Nullable SegmentSnapshot segment) {
		return (segment != null) ? "; segment '%s': %d of at most %d in use, %d callers wait".formatted(segment.name(),
				segment.inUse(), segment.maximum(), segment.waiting()) : "";
	}

	private static String line(Holder holder) {
		String operation = (holder.operation() != null) ? "'" + holder.operation() + "'" : "somebody";
		String statement = (holder.statement() != null) ? "; statement: " + holder.statement() : "";
		String segment = (holder.segment() != null) ? ", segment '" + holder.segment() + "'" : "";
		return "%s (thread '%s'%s): lent for %s, %s for %s, %s in statements%s%s".formatted(operation, holder.thread(),
				segment, text(holder.age()), holder.state().text(), text(holder.stateAge()),
				text(holder.inStatements()), holder.leaked() ? ", not likely to be given back" : "", statement);
	}

	static String text(Duration duration) {
		boolean seconds = duration.toSeconds() >= 10;
		return DurationText
			.of(seconds ? Duration.ofSeconds(duration.toSeconds()) : Duration.ofMillis(duration.toMillis()));
	}

}
