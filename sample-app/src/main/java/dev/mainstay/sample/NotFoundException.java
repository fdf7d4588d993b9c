package dev.mainstay.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Thrown when a request names something that does not exist; answered with 404.
 */
public class NotFoundException extends ErrorResponseException {

	public NotFoundException(String what, long id) {
		super(HttpStatus.NOT_FOUND, problem("There is no %s %d".formatted(what, id)), null);
	}

	private static ProblemDetail problem(String detail) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, detail);
	}

}
