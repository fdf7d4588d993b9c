package dev.mainstay.transaction.strategy;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodClassKey;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.util.ClassUtils;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ReflectionUtils;

import dev.mainstay.operation.AnnotatedTypes;
import dev.mainstay.operation.DatabaseOperation;

/**
 * Spring's knowledge of which methods are transactional and how, with the strategies of
 * operations merged in. A method with a strategy is transactional; so is one with a
 * marking annotation. Strategies that contradict what a method says are refused when its
 * bean is made.
 */
public final class StrategyTransactionAttributeSource implements TransactionAttributeSource {

	private final TransactionAttributeSource delegate;

	private final Supplier<TransactionStrategies> strategies;

	private final Collection<Class<? extends Annotation>> marking;

	private final AnnotatedTypes annotated;

	private final @Nullable Class<?> repository;

	private final JoinedTransactions joined;

	private final BooleanSupplier joins;

	private final Map<Class<?>, Boolean> candidates = new ConcurrentReferenceHashMap<>();

	// Empty for methods that are not transactional.
	private final Map<MethodClassKey, Optional<TransactionAttribute>> attributes = new ConcurrentHashMap<>();

	/**
	 * Create the source for ordinary beans.
	 * @param delegate what knows {@code @Transactional}
	 * @param strategies the strategies, asked for when the first bean is looked at
	 * @param current the strategy of the transaction that a method may join
	 * @param joins whether every method of a thread uses the same transaction manager, so
	 * that it joins an open transaction
	 * @param marking annotations that make a method or the public methods of a type
	 * transactional
	 */
	public StrategyTransactionAttributeSource(TransactionAttributeSource delegate,
			Supplier<TransactionStrategies> strategies, CurrentStrategy current, BooleanSupplier joins,
			Collection<Class<? extends Annotation>> marking) {
		this(delegate, strategies, new JoinedTransactions(current), joins, marking, typesWithOurs(marking), null);
	}

	private StrategyTransactionAttributeSource(TransactionAttributeSource delegate,
			Supplier<TransactionStrategies> strategies, JoinedTransactions joined, BooleanSupplier joins,
			Collection<Class<? extends Annotation>> marking, AnnotatedTypes annotated, @Nullable Class<?> repository) {
		this.delegate = delegate;
		this.strategies = strategies;
		this.joined = joined;
		this.joins = joins;
		this.marking = marking;
		this.annotated = annotated;
		this.repository = repository;
	}

	/**
	 * Return a source for the methods of one repository. What the library's own
	 * implementation says of its methods is a default there, which a strategy replaces.
	 * @param source the repository's own source
	 * @param repository the interface of the repository
	 * @return the source
	 */
	public StrategyTransactionAttributeSource forRepository(TransactionAttributeSource source, Class<?> repository) {
		return new StrategyTransactionAttributeSource(source, this.strategies, this.joined, this.joins, this.marking,
				this.annotated, repository);
	}

	private static AnnotatedTypes typesWithOurs(Collection<Class<? extends Annotation>> marking) {
		List<Class<? extends Annotation>> annotations = new ArrayList<>(marking);
		annotations.add(DatabaseOperation.class);
		return new AnnotatedTypes(annotations);
	}

	// Whether any method is transactional, and not only may be: it takes as long as to
	// let the proxies' maker find out, which asks again for each advisor.
	@Override
	public boolean isCandidateClass(Class<?> targetClass) {
		Boolean known = this.candidates.get(targetClass);
		if (known == null) {
			known = (this.delegate.isCandidateClass(targetClass) || this.annotated.contains(targetClass))
					&& hasTransactionalMethod(targetClass);
			this.candidates.put(targetClass, known);
		}
		return known;
	}

	private boolean hasTransactionalMethod(Class<?> targetClass) {
		Set<Class<?>> types = new LinkedHashSet<>(ClassUtils.getAllInterfacesForClassAsSet(targetClass));
		if (!Proxy.isProxyClass(targetClass)) {
			types.add(ClassUtils.getUserClass(targetClass));
		}
		return types.stream()
			.flatMap((type) -> Arrays.stream(ReflectionUtils.getAllDeclaredMethods(type)))
			.anyMatch((method) -> hasTransactionAttribute(method, targetClass));
	}

	// Like Spring's own source it remembers of methods that are only looked at for a
	// proxy
	// those alone that are transactional: they are few.
	@Override
	public boolean hasTransactionAttribute(Method method, @Nullable Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(method, targetClass);
		Optional<TransactionAttribute> known = this.attributes.get(key);
		if (known == null) {
			known = merge(method, targetClass);
			if (known.isPresent()) {
				this.attributes.put(key, known);
			}
		}
		return known.isPresent();
	}

	@Override
	public @Nullable TransactionAttribute getTransactionAttribute(Method method, @Nullable Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(method, targetClass);
		Optional<TransactionAttribute> known = this.attributes.get(key);
		if (known == null) {
			known = merge(method, targetClass);
			this.attributes.put(key, known);
		}
		// Asked right before the manager is, which tells nobody that a method joins.
		if (known.isPresent() && known.get() instanceof StrategyTransactionAttribute ours
				&& this.joins.getAsBoolean()) {
			this.joined.entering(ours);
		}
		return known.orElse(null);
	}

	private Optional<TransactionAttribute> merge(Method method, @Nullable Class<?> targetClass) {
		TransactionAttribute declared = this.delegate.hasTransactionAttribute(method, targetClass)
				? this.delegate.getTransactionAttribute(method, targetClass) : null;
		if (ReflectionUtils.isObjectMethod(method) || Modifier.isPrivate(method.getModifiers())
				|| !mayBeOurs(method, targetClass)) {
			return Optional.ofNullable(declared);
		}
		OperationMethod operation = (this.repository != null) ? OperationMethod.ofRepository(method, this.repository)
				: OperationMethod.of(method, targetClass);
		TransactionStrategy strategy = strategy(operation, declared != null);
		if (strategy != null) {
			return Optional.of(merge(declared, strategy, operation));
		}
		return (declared != null || !isMarked(operation)) ? Optional.ofNullable(declared)
				: Optional.of(new NamedTransactionAttribute(ofUnannotated(), operation.place()));
	}

	private boolean mayBeOurs(Method method, @Nullable Class<?> targetClass) {
		Class<?> type = (this.repository != null) ? this.repository : targetClass;
		return (type != null && this.annotated.contains(type)) || this.annotated.contains(method.getDeclaringClass());
	}

	private TransactionAttribute merge(@Nullable TransactionAttribute declared, TransactionStrategy strategy,
			OperationMethod operation) {
		StrategyMerger merger = new StrategyMerger(strategy, operation.place());
		if (declared != null && (this.repository == null || operation.find(Transactional.class, true) != null)) {
			merger.check(declared);
		}
		merger.checkQuery(operation.method());
		return merger.merge((declared != null) ? declared : ofUnannotated());
	}

	private @Nullable TransactionStrategy strategy(OperationMethod method, boolean transactional) {
		DatabaseOperation operation = method.find(DatabaseOperation.class, transactional);
		if (operation == null) {
			return null;
		}
		String name = operation.name().isEmpty() ? method.defaultName() : operation.name();
		TransactionStrategy configured = this.strategies.get().ofOperation(name);
		if (configured != null || operation.strategy().isEmpty()) {
			return configured;
		}
		try {
			return this.strategies.get().get(operation.strategy());
		}
		catch (UnknownStrategyException ex) {
			throw new InvalidStrategyException(method.place(),
					"there is no transaction strategy '%s'".formatted(ex.getName()),
					"Use one of %s, or set %s.%s.statement-timeout to define it.".formatted(ex.getKnown(),
							TransactionStrategy.PROPERTIES, ex.getName()));
		}
	}

	private boolean isMarked(OperationMethod method) {
		return this.marking.stream().anyMatch((marker) -> method.find(marker, false) != null);
	}

	// What a plain @Transactional would mean in this application, with its own rules for
	// when to roll back.
	private TransactionAttribute ofUnannotated() {
		Method plain = ReflectionUtils.findMethod(PlainTransaction.class, "run");
		TransactionAttribute attribute = (plain != null)
				? this.delegate.getTransactionAttribute(plain, PlainTransaction.class) : null;
		return (attribute != null) ? attribute : new DefaultTransactionAttribute();
	}

}
