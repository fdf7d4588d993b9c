package dev.mainstay.autoconfigure.operation;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

/**
 * Makes all that a thread does for a request one scope, with filters, handler, open
 * session and the rendering of the answer in it.
 */
final class RequestScopeFilter implements Filter {

	private final RequestOperations operations;

	RequestScopeFilter(RequestOperations operations) {
		this.operations = operations;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(request instanceof HttpServletRequest http) || isInsideOfAnother(http)) {
			chain.doFilter(request, response);
			return;
		}
		WorkScope scope = WorkScope.open(WorkKind.REQUEST, () -> this.operations.of(http));
		try {
			chain.doFilter(request, response);
		}
		finally {
			scope.close();
		}
	}

	// An error page, or a filter that is registered twice.
	private static boolean isInsideOfAnother(HttpServletRequest request) {
		WorkScope scope = WorkScope.current();
		return scope != null && scope.kind() == WorkKind.REQUEST && request.getDispatcherType() != DispatcherType.ASYNC;
	}

}
