package dev.mainstay.sample;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers what Spring MVC turns down with RFC 9457 problem details, and names the fields
 * and parameters that are wrong.
 */
@RestControllerAdvice
class InvalidRequestAdvice extends ResponseEntityExceptionHandler {

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ex.getBody().setProperty("errors", sorted(ex.getFieldErrors().stream().map(InvalidInput::of)));
		return super.handleMethodArgumentNotValid(ex, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
			HandlerMethodValidationException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ex.getBody()
			.setProperty("errors", sorted(ex.getParameterValidationResults().stream().flatMap(InvalidInput::of)));
		return super.handleHandlerMethodValidationException(ex, headers, status, request);
	}

	private static List<InvalidInput> sorted(Stream<InvalidInput> errors) {
		return errors.sorted(Comparator.comparing(InvalidInput::name).thenComparing(InvalidInput::message)).toList();
	}

	/**
	 * A field of the request's body, or a parameter, and what is wrong with it.
	 */
	record InvalidInput(String name, String message) {

		static InvalidInput of(FieldError error) {
			return new InvalidInput(error.getField(), message(error));
		}

		static Stream<InvalidInput> of(ParameterValidationResult result) {
			String name = Objects.requireNonNullElse(result.getMethodParameter().getParameterName(), "parameter");
			return result.getResolvableErrors().stream().map((error) -> new InvalidInput(name, message(error)));
		}

		private static String message(MessageSourceResolvable error) {
			return Objects.requireNonNullElse(error.getDefaultMessage(), "is invalid");
		}

	}

}
