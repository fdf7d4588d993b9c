package dev.mainstay.cache.spring;

import java.lang.reflect.Method;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.cache.interceptor.CacheOperationSource;

/**
 * Marks beginning and end of the calls whose caching Spring takes care of, so that what
 * is read between a miss and the end belongs to the answer. Whatever cache is used, the
 * calls are made as they would be without it.
 */
public final class CacheCallAdvisor extends StaticMethodMatcherPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	private final transient Supplier<@Nullable CacheOperationSource> operations;

	private final transient IntSupplier cacheOrder;

	/**
	 * Create the advisor.
	 * @param operations tells which methods are cached by Spring
	 * @param cacheOrder the order of Spring's own advisor for caching
	 */
	public CacheCallAdvisor(Supplier<@Nullable CacheOperationSource> operations, IntSupplier cacheOrder) {
		this.operations = operations;
		this.cacheOrder = cacheOrder;
		setAdvice((MethodInterceptor) CacheCallAdvisor::call);
		setClassFilter(this::isCandidate);
	}

	private static @Nullable Object call(MethodInvocation invocation) throws Throwable {
		CacheCall call = CacheCall.begin();
		try {
			return invocation.proceed();
		}
		finally {
			call.end();
		}
	}

	private boolean isCandidate(Class<?> type) {
		CacheOperationSource source = this.operations.get();
		return source != null && source.isCandidateClass(type);
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		CacheOperationSource source = this.operations.get();
		return source != null && source.hasCacheOperations(method, targetClass);
	}

	@Override
	public int getOrder() {
		int order = this.cacheOrder.getAsInt();
		return (order == Integer.MIN_VALUE) ? order : order - 1;
	}

}
