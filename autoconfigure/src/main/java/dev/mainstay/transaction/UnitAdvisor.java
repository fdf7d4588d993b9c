package dev.mainstay.transaction;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

import dev.mainstay.operation.AnnotatedTypes;
import dev.mainstay.operation.DatabaseOperation;
import dev.mainstay.operation.OperationSegments;

/**
 * Advises the methods of beans that are units of work: those with a transaction or the
 * name of an operation.
 */
public final class UnitAdvisor extends StaticMethodMatcherPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	private final transient Supplier<@Nullable TransactionAttributeSource> attributes;

	private final transient IntSupplier transactionOrder;

	private final transient Supplier<OperationSegments> segments;

	private final transient AnnotatedTypes named = new AnnotatedTypes(List.of(DatabaseOperation.class));

	/**
	 * Create the advisor.
	 * @param runner who runs the units; asked for at the first call
	 * @param units finds out what is a unit
	 * @param attributes tells the transactions of methods, or {@code null} if there is no
	 * transaction management
	 * @param transactionOrder the order of the advisor that begins transactions
	 * @param segments knows the segments; asked for when the first bean is looked at
	 */
	public UnitAdvisor(Supplier<UnitRunner> runner, Supplier<UnitsOfWork> units,
			Supplier<@Nullable TransactionAttributeSource> attributes, IntSupplier transactionOrder,
			Supplier<OperationSegments> segments) {
		this.attributes = attributes;
		this.transactionOrder = transactionOrder;
		this.segments = segments;
		setAdvice(new UnitInterceptor(runner,
				(method, type) -> units.get().ofBean(method, type, attribute(method, type))));
		setClassFilter(new Candidates(attributes, this.named));
	}

	private @Nullable TransactionAttribute attribute(Method method, Class<?> type) {
		TransactionAttributeSource source = this.attributes.get();
		return (source != null && source.hasTransactionAttribute(method, type))
				? source.getTransactionAttribute(method, type) : null;
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		TransactionAttribute attribute = attribute(method, targetClass);
		boolean named = this.named.contains(targetClass);
		if (named) {
			UnitsOfWork.checkSegments(method, targetClass, this.segments.get());
		}
		return (attribute != null || named) && UnitsOfWork.isUnit(method, targetClass, attribute);
	}

	@Override
	public int getOrder() {
		int order = this.transactionOrder.getAsInt();
		return (order == Integer.MIN_VALUE) ? order : order - 1;
	}

	/**
	 * Spares most classes the look at each of their methods.
	 */
	private record Candidates(Supplier<@Nullable TransactionAttributeSource> attributes,
			AnnotatedTypes named) implements ClassFilter {

		@Override
		public boolean matches(Class<?> type) {
			TransactionAttributeSource source = this.attributes.get();
			return (source != null && source.isCandidateClass(type)) || this.named.contains(type);
		}

	}

}
