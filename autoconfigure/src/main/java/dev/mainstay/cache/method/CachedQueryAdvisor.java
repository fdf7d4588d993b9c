package dev.mainstay.cache.method;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringValueResolver;

import dev.mainstay.cache.CachedQuery;
import dev.mainstay.operation.AnnotatedTypes;

/**
 * Advises the methods of beans whose answers are kept. Repositories have an advice of
 * their own.
 */
public final class CachedQueryAdvisor extends StaticMethodMatcherPointcutAdvisor {

	/**
	 * The order of the last advice of Spring Security. Whatever the order of transactions
	 * is, what is asked for is not given before it is known that it may be.
	 */
	private static final int SECURITY = 600;

	private static final String REPOSITORY = "org.springframework.data.repository.Repository";

	private static final long serialVersionUID = 1L;

	private final transient StringValueResolver placeholders;

	private final transient Runnable found;

	private final transient IntSupplier transactionOrder;

	private final transient AnnotatedTypes annotated = new AnnotatedTypes(List.of(CachedQuery.class));

	/**
	 * Create the advisor.
	 * @param calls makes the calls; asked for at the first one
	 * @param placeholders replaces placeholders
	 * @param transactionOrder the order of the advisor that begins transactions; that for
	 * retries stands just before it
	 * @param found hears that there is a method whose answers are kept, before it can be
	 * called; perhaps many times
	 */
	public CachedQueryAdvisor(Supplier<CachedCalls> calls, StringValueResolver placeholders,
			IntSupplier transactionOrder, Runnable found) {
		this.found = found;
		this.placeholders = placeholders;
		this.transactionOrder = transactionOrder;
		setAdvice(new CachedQueryInterceptor(calls, placeholders, null));
		setClassFilter(this::isCandidate);
	}

	private boolean isCandidate(Class<?> type) {
		return this.annotated.contains(type) && !isRepository(type);
	}

	private static boolean isRepository(Class<?> type) {
		for (Class<?> one : ClassUtils.getAllInterfacesForClass(type)) {
			if (one.getName().equals(REPOSITORY)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		boolean cached = CachedMethod.of(method, targetClass, this.placeholders) != null;
		if (cached) {
			this.found.run();
		}
		return cached;
	}

	@Override
	public int getOrder() {
		return Math.max(this.transactionOrder.getAsInt(), SECURITY + 3) - 2;
	}

}
