package dev.mainstay.constraint.web;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * What a client is answered.
 *
 * @param detail the body, as RFC 9457 has it
 * @param retryAfter when the client may ask again, or {@code null} if that does not help
 * @param level how loudly it is logged
 * @param summary what is logged, without any value
 */
record DatabaseProblem(ProblemDetail detail, @Nullable Duration retryAfter, Level level, String summary) {

	static ProblemDetail detail(HttpStatus status, String text) {
		ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, text);
		detail.setType(URI.create("about:blank"));
		detail.setTitle(status.getReasonPhrase());
		return detail;
	}

	int status() {
		return this.detail.getStatus();
	}

	/**
	 * How loudly something is logged.
	 */
	enum Level {

		/**
		 * The client made a mistake.
		 */
		DEBUG,

		/**
		 * The database cannot serve now.
		 */
		WARN,

		/**
		 * The application made a mistake, or somebody has to look.
		 */
		ERROR

	}

}
