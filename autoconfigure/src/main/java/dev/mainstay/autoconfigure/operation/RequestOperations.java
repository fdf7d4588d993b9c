package dev.mainstay.autoconfigure.operation;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

import dev.mainstay.operation.Operation;

/**
 * What a request is called: by the method that handles it, else by the pattern that led
 * to its handler. Never by its path, of which there are as many as people think of.
 */
class RequestOperations {

	/**
	 * Return what a request is called.
	 * @param request the request
	 * @return its operation, or {@code null} if its handler is not known, or not yet
	 */
	@Nullable Operation of(HttpServletRequest request) {
		return null;
	}

	/**
	 * Return the names for where Spring MVC handles requests.
	 * @param classLoader the class loader of the application
	 * @return the operations, all without a name where there is no Spring MVC
	 */
	static RequestOperations forClassLoader(@Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent("org.springframework.web.servlet.HandlerMapping", classLoader) ? new Handlers()
				: new RequestOperations();
	}

	/**
	 * The names that Spring MVC's handlers give.
	 */
	private static final class Handlers extends RequestOperations {

		private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

		private final MethodOperations methods = new MethodOperations();

		@Override
		@Nullable Operation of(HttpServletRequest request) {
			if (request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod handler) {
				return this.methods.of(handler.getMethod(), handler.getBeanType());
			}
			if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern) {
				String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "OTHER";
				return new Operation(method + " " + pattern, method + " " + pattern);
			}
			return null;
		}

	}

}
