package dev.mainstay.transaction;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

import dev.mainstay.operation.AnnotatedTypes;
import dev.mainstay.operation.DatabaseOperation;
import dev.mainstay.operation.OperationSegments;

/**
 * Makes the interceptors of repositories.
 */
public final class RepositoryInterceptors {

	private final Supplier<UnitRunner> runner;

	private final Supplier<UnitsOfWork> units;

	private final Supplier<OperationSegments> segments;

	private final AnnotatedTypes named = new AnnotatedTypes(List.of(DatabaseOperation.class));

	/**
	 * Create the source of interceptors.
	 * @param runner who runs the units; asked for at the first call
	 * @param units finds out what is a unit; asked for at the first call
	 * @param segments knows the segments; asked for when the first repository is looked
	 * at that names operations
	 */
	public RepositoryInterceptors(Supplier<UnitRunner> runner, Supplier<UnitsOfWork> units,
			Supplier<OperationSegments> segments) {
		this.runner = runner;
		this.units = units;
		this.segments = segments;
	}

	/**
	 * Make the interceptor of a repository.
	 * @param repository the repository interface
	 * @param attributes tells the transactions of its methods, or {@code null} if it has
	 * none
	 * @param repeatable which methods can be called again with the same arguments
	 * although they may have no transaction
	 * @return the interceptor, to stand outside of the one for transactions
	 */
	public MethodInterceptor interceptor(Class<?> repository, @Nullable TransactionAttributeSource attributes,
			Predicate<Method> repeatable) {
		if (this.named.contains(repository)) {
			for (Method method : repository.getMethods()) {
				UnitsOfWork.checkSegments(method, repository, this.segments.get());
			}
		}
		return new UnitInterceptor(this.runner,
				(method, type) -> this.units.get()
					.ofRepository(method, repository,
							(attributes != null) ? attributes.getTransactionAttribute(method, type) : null,
							repeatable.test(method)));
	}

}
