package dev.mainstay.admission;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DurationText;
import dev.mainstay.operation.Operation;
import dev.mainstay.operation.WorkScope;

/**
 * What a caller is told who gets no connection.
 */
final class RefusalMessage {

	private RefusalMessage() {
	}

	static String of(String dataSource, Refusal reason, GateSnapshot figures, @Nullable SegmentSnapshot segment,
			Duration waited, AdmissionSettings settings, @Nullable String outer) {
		String pool = "No connection of '%s': %d of %d are lent, %d callers wait".formatted(dataSource, figures.inUse(),
				figures.permits(), figures.waiting());
		if (figures.kept() > 0) {
			pool += "; %d are kept for segments".formatted(figures.kept());
		}
		if (segment != null) {
			pool += "; segment '%s' has %d of at most %d, and %d of its callers wait".formatted(segment.name(),
					segment.inUse(), segment.maximum(), segment.waiting());
		}
		return pool + "; " + switch (reason) {
			case QUEUE_FULL ->
				"refused at once, as %d may wait (db.admission.max-queue)".formatted(settings.maxQueue());
			case OVERLOAD -> "refused at once, as callers have been waiting for longer than %s and this one would have "
				.formatted(text(settings.interval()))
					+ "waited for longer than %s (db.admission.target)".formatted(text(settings.target()));
			case STALLED -> "refused after %s, as %s for longer than %s (db.admission.interval)".formatted(text(waited),
					(segment != null) ? "nobody of the segment got one" : "none came back", text(settings.interval()));
			case DEADLINE ->
				"refused after %s, as the time of the work would have been over before".formatted(text(waited));
			case MAX_WAIT -> "refused after %s (db.admission.max-wait)".formatted(text(waited));
			case TIMEOUT -> "Connection is not available, request timed out after %dms (db.pool.timeout)"
				.formatted(waited.toMillis());
			case POOL_LOCK -> "every thread that has one waits for a second, so none would come back. %s has one and "
				.formatted(name(outer))
					+ "%s asked for another: do without the inner transaction (REQUIRES_NEW), begin it before the outer "
						.formatted(name(inner()))
					+ "one, or keep connections for it by db.admission.nested-reserve";
		};
	}

	private static @Nullable String inner() {
		Operation operation = WorkScope.currentOperation();
		return (operation != null) ? operation.name() : null;
	}

	private static String name(@Nullable String operation) {
		return (operation != null) ? operation : "somebody";
	}

	private static String text(Duration duration) {
		return DurationText.of(Duration.ofMillis(duration.toMillis()));
	}

}
