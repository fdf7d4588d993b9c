package dev.mainstay.constraint.web;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Answers errors of the database that nobody else answers. It is asked last, after every
 * exception handler, controller advice, {@code @ResponseStatus} and resolver of the
 * application.
 */
public final class DatabaseProblemResolver implements HandlerExceptionResolver, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseProblemResolver.class);

	private final DatabaseProblems problems;

	private final Supplier<List<HttpMessageConverter<?>>> converters;

	/**
	 * Create a resolver.
	 * @param problems decides about the answers
	 * @param converters write bodies; asked for when the first one is needed
	 */
	public DatabaseProblemResolver(DatabaseProblems problems, Supplier<List<HttpMessageConverter<?>>> converters) {
		this.problems = problems;
		this.converters = converters;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		if (response.isCommitted()) {
			return null;
		}
		try {
			DatabaseProblem problem = this.problems.of(ex).orElse(null);
			if (problem == null) {
				return null;
			}
			answer(problem, request, response);
			log(problem, ex);
			return new ModelAndView();
		}
		catch (IOException | ServletException | RuntimeException failed) {
			logger.debug("A database error could not be answered", failed);
			return null;
		}
	}

	private void answer(DatabaseProblem problem, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		Duration retryAfter = problem.retryAfter();
		if (retryAfter != null) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
		}
		if (prefersHtml(request)) {
			// The error page of the application, with the right status.
			// With a message of ours: else Boot takes that of the exception, which may be
			// the driver's with the values in it.
			String message = problem.detail().getDetail();
			response.sendError(problem.status(), (message != null) ? message : "");
			return;
		}
		response.resetBuffer();
		problem.detail().setInstance(URI.create(request.getRequestURI()));
		ServerResponse.status(problem.status())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.body(problem.detail())
			.writeTo(request, response, this.converters::get);
	}

	private static boolean prefersHtml(HttpServletRequest request) {
		String accept = request.getHeader(HttpHeaders.ACCEPT);
		if (accept == null) {
			return false;
		}
		try {
			List<MediaType> types = new ArrayList<>(MediaType.parseMediaTypes(accept));
			MimeTypeUtils.sortBySpecificity(types);
			for (MediaType type : types) {
				if (type.equalsTypeAndSubtype(MediaType.TEXT_HTML)) {
					return true;
				}
				if (type.isCompatibleWith(MediaType.APPLICATION_JSON)
						|| type.isCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)) {
					return false;
				}
			}
		}
		catch (IllegalArgumentException ex) {
			logger.debug("The accepted types cannot be read", ex);
		}
		return false;
	}

	private static void log(DatabaseProblem problem, Exception error) {
		switch (problem.level()) {
			case ERROR ->
				logger.error("{}; answered {}", problem.summary(), problem.status(), RedactedException.of(error));
			case WARN -> logger.warn("{}; answered {}", problem.summary(), problem.status());
			case DEBUG -> logger.debug("{}; answered {}", problem.summary(), problem.status());
		}
	}

}
