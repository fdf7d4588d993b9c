package dev.mainstay.autoconfigure.operation;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

import dev.mainstay.operation.Operation;
import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestScopeFilter}.
 */
class RequestScopeFilterTests {

	private final RequestScopeFilter filter = new RequestScopeFilter(
			RequestOperations.forClassLoader(getClass().getClassLoader()));

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/boxes/17");

	@AfterEach
	void leavesNothingBehind() {
		assertThat(WorkScope.current()).isNull();
	}

	private @Nullable WorkScope filter(FilterChain chain) throws Exception {
		AtomicReference<@Nullable WorkScope> seen = new AtomicReference<>();
		this.filter.doFilter(this.request, new MockHttpServletResponse(), (request, response) -> {
			seen.set(WorkScope.current());
			chain.doFilter(request, response);
		});
		return seen.get();
	}

	private @Nullable Operation operation() throws Exception {
		AtomicReference<@Nullable Operation> operation = new AtomicReference<>();
		filter((request, response) -> operation.set(Objects.requireNonNull(WorkScope.current()).operation()));
		return operation.get();
	}

	@Test
	void somebodyWaitsForARequest() throws Exception {
		WorkScope scope = Objects.requireNonNull(filter((request, response) -> {
		}));
		assertThat(scope.kind()).isEqualTo(WorkKind.REQUEST);
		assertThat(scope.isAwaited()).isTrue();
	}

	@Test
	void isNamedByItsHandler() throws Exception {
		Method method = getClass().getDeclaredMethod("isNamedByItsHandler");
		this.request.setAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, new HandlerMethod(this, method));
		this.request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/boxes/{id}");
		assertThat(operation()).isEqualTo(new Operation("RequestScopeFilterTests.isNamedByItsHandler",
				getClass().getName() + ".isNamedByItsHandler"));
	}

	@Test
	void isNamedByThePatternOfOtherHandlers() throws Exception {
		this.request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/boxes/{id}");
		assertThat(operation()).isEqualTo(new Operation("GET /boxes/{id}", "GET /boxes/{id}"));
		this.request.setMethod("MADE-UP-17");
		assertThat(operation()).isEqualTo(new Operation("OTHER /boxes/{id}", "OTHER /boxes/{id}"));
	}

	@Test
	void isNeverNamedByItsPath() throws Exception {
		assertThat(operation()).isNull();
	}

	@Test
	void anErrorPageBelongsToItsRequest() throws Exception {
		@Nullable WorkScope[] scopes = new WorkScope[2];
		scopes[0] = filter((request, response) -> {
			try {
				this.request.setDispatcherType(DispatcherType.ERROR);
				scopes[1] = filter((again, same) -> {
				});
			}
			catch (Exception ex) {
				throw new ServletException(ex);
			}
		});
		assertThat(scopes[1]).isNotNull().isSameAs(scopes[0]);
	}

	@Test
	void endsWhenTheHandlerFails() {
		assertThatExceptionOfType(ServletException.class).isThrownBy(() -> filter((request, response) -> {
			throw new ServletException("planted");
		}));
	}

}
