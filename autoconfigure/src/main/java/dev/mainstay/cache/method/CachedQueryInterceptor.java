package dev.mainstay.cache.method;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.util.StringValueResolver;

import dev.mainstay.cache.store.Shape;

/**
 * Gives the calls of annotated methods their answers from the cache. It stands outside of
 * transactions and retries, so that a hit needs neither.
 */
public final class CachedQueryInterceptor implements MethodInterceptor {

	private final Supplier<CachedCalls> calls;

	private final StringValueResolver placeholders;

	private final @Nullable Class<?> repository;

	private final Map<MethodClassKey, Found> all = new ConcurrentHashMap<>();

	// The class that a method was called on last, which is the only one as a rule.
	private final Map<Method, Found> latest = new ConcurrentHashMap<>();

	/**
	 * Create an interceptor.
	 * @param calls makes the calls; asked for at the first one
	 * @param placeholders replaces placeholders
	 * @param repository the repository interface whose proxy it belongs to, or
	 * {@code null} if it serves beans of any class
	 */
	public CachedQueryInterceptor(Supplier<CachedCalls> calls, StringValueResolver placeholders,
			@Nullable Class<?> repository) {
		this.calls = calls;
		this.placeholders = placeholders;
		this.repository = repository;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Method method = invocation.getMethod();
		Found found = find(method, type(invocation));
		CachedMethod cached = found.cached();
		Shape shape = found.shape();
		return (cached != null && shape != null) ? this.calls.get().call(cached, shape, invocation)
				: invocation.proceed();
	}

	/**
	 * Return whether the answers of a method are kept.
	 * @param method the method
	 * @param type the class or repository interface that it is called on
	 * @return whether they are
	 * @throws InvalidCachedQueryException if it has the annotation but they cannot be
	 * kept
	 */
	public boolean isCached(Method method, Class<?> type) {
		return CachedMethod.of(method, type, this.placeholders) != null;
	}

	private Class<?> type(MethodInvocation invocation) {
		if (this.repository != null) {
			return this.repository;
		}
		Object target = invocation.getThis();
		return (target != null) ? AopUtils.getTargetClass(target) : invocation.getMethod().getDeclaringClass();
	}

	private Found find(Method method, Class<?> type) {
		Found known = this.latest.get(method);
		if (known == null || known.type() != type) {
			known = this.all.computeIfAbsent(new MethodClassKey(method, type), (key) -> look(method, type));
			this.latest.put(method, known);
		}
		return known;
	}

	private Found look(Method method, Class<?> type) {
		CachedMethod cached = CachedMethod.of(method, type, this.placeholders);
		return new Found(type, cached, (cached != null) ? this.calls.get().shape(cached) : null);
	}

	/**
	 * What is known of a method of a class.
	 *
	 * @param type the class
	 * @param cached the method, or {@code null} if its answers are not kept
	 * @param shape what its answers have in common
	 */
	private record Found(Class<?> type, @Nullable CachedMethod cached, @Nullable Shape shape) {

	}

}
