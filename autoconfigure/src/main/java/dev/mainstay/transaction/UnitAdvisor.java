package dev.mainstay.transaction;

import java.lang.reflect.Method;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

import dev.mainstay.operation.DatabaseOperation;

/**
 * Advises the methods of beans that are units of work: those with a transaction or the
 * name of an operation.
 */
public final class UnitAdvisor extends StaticMethodMatcherPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	private final transient Supplier<@Nullable TransactionAttributeSource> attributes;

	private final transient IntSupplier transactionOrder;

	/**
	 * Create the advisor.
	 * @param runner who runs the units; asked for at the first call
	 * @param units finds out what is a unit
	 * @param attributes tells the transactions of methods, or {@code null} if there is no
	 * transaction management
	 * @param transactionOrder the order of the advisor that begins transactions
	 */
	public UnitAdvisor(Supplier<UnitRunner> runner, Supplier<UnitsOfWork> units,
			Supplier<@Nullable TransactionAttributeSource> attributes, IntSupplier transactionOrder) {
		this.attributes = attributes;
		this.transactionOrder = transactionOrder;
		setAdvice(new UnitInterceptor(runner,
				(method, type) -> units.get().ofBean(method, type, attribute(method, type))));
		setClassFilter(new Candidates(attributes));
	}

	private @Nullable TransactionAttribute attribute(Method method, Class<?> type) {
		TransactionAttributeSource source = this.attributes.get();
		return (source != null) ? source.getTransactionAttribute(method, type) : null;
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return UnitsOfWork.isUnit(method, targetClass, attribute(method, targetClass));
	}

	@Override
	public int getOrder() {
		int order = this.transactionOrder.getAsInt();
		return (order == Integer.MIN_VALUE) ? order : order - 1;
	}

	/**
	 * Spares most classes the look at each of their methods.
	 */
	private record Candidates(Supplier<@Nullable TransactionAttributeSource> attributes) implements ClassFilter {

		@Override
		public boolean matches(Class<?> type) {
			TransactionAttributeSource source = this.attributes.get();
			return (source != null && source.isCandidateClass(type))
					|| AnnotationUtils.isCandidateClass(type, DatabaseOperation.class);
		}

	}

}
