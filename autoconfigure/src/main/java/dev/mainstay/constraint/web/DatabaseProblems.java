package dev.mainstay.constraint.web;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

import dev.mainstay.constraint.ConstraintExplainer;
import dev.mainstay.constraint.ConstraintViolation;
import dev.mainstay.constraint.ViolationMessages;
import dev.mainstay.constraint.web.DatabaseProblem.Level;
import dev.mainstay.datasource.RefusedException;
import dev.mainstay.failure.Attempts;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;

/**
 * Decides which answer an error of the database deserves. No answer holds SQL, the text
 * of a driver or the value of a row.
 */
public final class DatabaseProblems {

	private static final int MAX_CAUSES = 30;

	private final ConstraintExplainer explainer;

	private final ViolationMessages messages;

	private final Duration retryAfter;

	private final Clock clock;

	/**
	 * Create the decision.
	 * @param explainer explains violations
	 * @param messages tells which constraints the application has a message for, and
	 * which fields they are about
	 * @param retryAfter how long a client is asked to wait
	 * @param clock tells the time of errors that were not tried again
	 */
	public DatabaseProblems(ConstraintExplainer explainer, ViolationMessages messages, Duration retryAfter,
			Clock clock) {
		this.explainer = explainer;
		this.messages = messages;
		this.retryAfter = retryAfter;
		this.clock = clock;
	}

	Optional<DatabaseProblem> of(Throwable error) {
		RefusedException refused = refusal(error);
		if (refused != null) {
			return Optional.of(refused(refused));
		}
		FailureKind kind = FailureClassifier.classify(error, null).kind();
		if (kind == FailureKind.COMMIT_OUTCOME_UNKNOWN) {
			return Optional.of(unknownOutcome(error));
		}
		if (kind == FailureKind.OPTIMISTIC_LOCK) {
			return Optional.of(changedMeanwhile(error));
		}
		if (kind.isTransient()) {
			return Optional.of(unavailable(error, kind));
		}
		return this.explainer.explain(error).map(this::violation);
	}

	private static @Nullable RefusedException refusal(Throwable error) {
		Throwable cause = error;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			if (cause instanceof RefusedException refused) {
				return refused;
			}
			cause = cause.getCause();
		}
		return null;
	}

	// There may be thousands in a second; what is wrong is reported by whoever refuses.
	private static DatabaseProblem refused(RefusedException refused) {
		ProblemDetail detail = DatabaseProblem.detail(HttpStatus.SERVICE_UNAVAILABLE,
				"The database is too busy to do this now, or cannot be reached. Please try again later.");
		return new DatabaseProblem(detail, roundedUp(refused.retryAfter()), Level.DEBUG,
				String.valueOf(refused.getMessage()));
	}

	private static Duration roundedUp(Duration time) {
		return Duration.ofSeconds(Math.max(1, time.plusMillis(999).toSeconds()));
	}

	private DatabaseProblem violation(ConstraintViolation violation) {
		HttpStatus status = status(violation);
		ProblemDetail detail = DatabaseProblem.detail(status, violation.message());
		detail.setProperty("kind", violation.kind().id());
		set(detail, "constraint", violation.constraint());
		set(detail, "table", violation.table());
		set(detail, "columns", violation.columns());
		set(detail, "fields", this.messages.fields(violation));
		return new DatabaseProblem(detail, null, status.is5xxServerError() ? Level.ERROR : Level.DEBUG,
				"The database refused a value: %s, constraint %s of table %s, columns %s"
					.formatted(violation.kind().id(), violation.constraint(), violation.table(), violation.columns()));
	}

	// Whether a value is there, fulfils a condition or has a partition is for the
	// application to check, unless it tells its users about the very constraint.
	private HttpStatus status(ConstraintViolation violation) {
		return switch (violation.kind()) {
			case UNIQUE, STILL_REFERENCED, FOREIGN_KEY, EXCLUSION -> HttpStatus.CONFLICT;
			case MISSING_PARENT, TOO_LONG, OUT_OF_RANGE, INVALID_FORMAT -> HttpStatus.UNPROCESSABLE_CONTENT;
			case NOT_NULL, CHECK, NO_PARTITION ->
				this.messages.isNamed(violation) ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.INTERNAL_SERVER_ERROR;
		};
	}

	private static void set(ProblemDetail detail, String name, @Nullable String value) {
		if (value != null) {
			detail.setProperty(name, value);
		}
	}

	private static void set(ProblemDetail detail, String name, List<String> values) {
		if (!values.isEmpty()) {
			detail.setProperty(name, values);
		}
	}

	private DatabaseProblem unavailable(Throwable error, FailureKind kind) {
		ProblemDetail detail = DatabaseProblem.detail(HttpStatus.SERVICE_UNAVAILABLE,
				"The database could not do this at the moment. Please try again later.");
		attempts(detail, error);
		return new DatabaseProblem(detail, this.retryAfter, Level.WARN, "The database could not serve now: " + kind);
	}

	private DatabaseProblem changedMeanwhile(Throwable error) {
		ProblemDetail detail = DatabaseProblem.detail(HttpStatus.CONFLICT,
				"Somebody else has changed this in the meantime. Load it again and repeat the change.");
		attempts(detail, error);
		return new DatabaseProblem(detail, null, Level.DEBUG, "A row was changed meanwhile");
	}

	private DatabaseProblem unknownOutcome(Throwable error) {
		ProblemDetail detail = DatabaseProblem.detail(HttpStatus.INTERNAL_SERVER_ERROR,
				"It is not known whether this was done. Check before you repeat it.");
		attempts(detail, error);
		return new DatabaseProblem(detail, null, Level.ERROR, "The outcome of a commit is not known");
	}

	private void attempts(ProblemDetail detail, Throwable error) {
		Attempts attempts = Attempts.of(error).orElseGet(() -> new Attempts(1, this.clock.instant()));
		detail.setProperty("retryCount", attempts.count() - 1);
		detail.setProperty("lastAttempt", attempts.last().toString());
	}

}
