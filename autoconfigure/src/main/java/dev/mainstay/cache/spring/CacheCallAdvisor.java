package dev.mainstay.cache.spring;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.function.IntSupplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;

import dev.mainstay.operation.AnnotatedTypes;

/**
 * Marks beginning and end of the calls that name our manager in Spring's annotations, so
 * that what is read between a miss and the end belongs to the answer. Methods that use
 * other managers have nothing to do with it.
 */
public final class CacheCallAdvisor extends StaticMethodMatcherPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	// Spring's own is a bean that may be in the making while this is asked.
	private final transient CacheOperationSource operations = new AnnotationCacheOperationSource();

	private final transient AnnotatedTypes annotated = new AnnotatedTypes(
			List.of(Cacheable.class, CachePut.class, CacheEvict.class, Caching.class));

	private final transient IntSupplier cacheOrder;

	/**
	 * Create the advisor.
	 * @param cacheOrder the order of Spring's own advisor for caching
	 */
	public CacheCallAdvisor(IntSupplier cacheOrder) {
		this.cacheOrder = cacheOrder;
		setAdvice((MethodInterceptor) CacheCallAdvisor::call);
		setClassFilter(this.annotated::contains);
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

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		Collection<CacheOperation> found = this.operations.getCacheOperations(method, targetClass);
		return found != null && found.stream()
			.anyMatch((operation) -> QueryCacheManager.BEAN_NAME.equals(operation.getCacheManager()));
	}

	@Override
	public int getOrder() {
		int order = this.cacheOrder.getAsInt();
		return (order == Integer.MIN_VALUE) ? order : order - 1;
	}

}
