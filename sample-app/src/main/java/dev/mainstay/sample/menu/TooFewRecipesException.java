package dev.mainstay.sample.menu;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Thrown when a menu is longer than there are recipes for it; answered with 422.
 */
public class TooFewRecipesException extends ErrorResponseException {

	TooFewRecipesException(int days, int recipes) {
		super(HttpStatus.UNPROCESSABLE_CONTENT, problem(days, recipes), null);
	}

	private static ProblemDetail problem(int days, int recipes) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT,
				"A menu of %d days needs as many recipes, but only %d suit".formatted(days, recipes));
	}

}
