package dev.mainstay.transaction;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;

/**
 * Runs the methods of a proxy as units of work. It stands just outside of the transaction
 * interceptor, so that every attempt has a transaction of its own.
 */
public final class UnitInterceptor implements MethodInterceptor {

	private final Supplier<UnitRunner> runner;

	private final BiFunction<Method, Class<?>, @Nullable UnitOfWork> finder;

	private final Map<Method, Found> units = new ConcurrentHashMap<>();

	UnitInterceptor(Supplier<UnitRunner> runner, BiFunction<Method, Class<?>, @Nullable UnitOfWork> finder) {
		this.runner = runner;
		this.finder = finder;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Method method = invocation.getMethod();
		Class<?> type = (target != null) ? AopUtils.getTargetClass(target) : method.getDeclaringClass();
		UnitOfWork unit = find(method, type);
		if (unit == null) {
			return invocation.proceed();
		}
		return this.runner.get().run(unit, work(unit, invocation));
	}

	// NullAway does not see through type parameters that may be null.
	@SuppressWarnings("NullAway")
	private static Work<@Nullable Object, Throwable> work(UnitOfWork unit, MethodInvocation invocation) {
		if (unit.rule() != null && invocation instanceof ProxyMethodInvocation repeatable) {
			return () -> repeatable.invocableClone().proceed();
		}
		return invocation::proceed;
	}

	/**
	 * Find the unit that a method is.
	 * @param method the method
	 * @param type the class of the target
	 * @return the unit, or {@code null} if it is none
	 */
	@Nullable UnitOfWork find(Method method, Class<?> type) {
		Found known = this.units.get(method);
		if (known == null || known.type() != type) {
			// A proxy has one target class as a rule.
			known = new Found(type, this.finder.apply(method, type));
			this.units.put(method, known);
		}
		return known.unit();
	}

	/**
	 * The unit that a method of a class is, if it is one.
	 *
	 * @param type the class of the target
	 * @param unit the unit, or {@code null} if it is none
	 */
	private record Found(Class<?> type, @Nullable UnitOfWork unit) {

	}

}
