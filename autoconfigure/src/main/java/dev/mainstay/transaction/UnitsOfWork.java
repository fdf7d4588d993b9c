package dev.mainstay.transaction;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.util.StringUtils;

import dev.mainstay.operation.DatabaseOperation;
import dev.mainstay.operation.Operation;
import dev.mainstay.operation.OperationSegments;

/**
 * Finds out of which methods a unit of work is made, and how it is tried again: from
 * {@link RetryableTransaction}, {@link DatabaseOperation}, the transaction and the
 * {@link RetryScope scope}. Safe for use by many threads.
 */
public final class UnitsOfWork {

	private static final Logger logger = LoggerFactory.getLogger(UnitsOfWork.class);

	// Of Spring Framework and of Spring Retry; either may be absent.
	private static final Set<String> OTHER_RETRIES = Set.of("org.springframework.resilience.annotation.Retryable",
			"org.springframework.retry.annotation.Retryable");

	private static final int MOST_OPERATIONS = 10_000;

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final RetryRule CHECKED = new RetryRule(1, 1, Duration.ZERO, 1, Duration.ZERO, PATIENCE, Set.of(),
			true);

	private final RetrySettings settings;

	private final RetryScope scope;

	private final RetryBudget budget;

	private final OperationSegments segments;

	private final Map<String, Turnstile> turnstiles = new ConcurrentHashMap<>();

	/**
	 * Create the units of an application.
	 * @param settings how they are tried again if they say nothing else
	 * @param scope which of them are tried again without being asked to
	 * @param budget what retries because of lost connections are paid from
	 * @param segments which segments they prefer
	 */
	public UnitsOfWork(RetrySettings settings, RetryScope scope, RetryBudget budget, OperationSegments segments) {
		this.settings = settings;
		this.scope = scope;
		this.budget = budget;
		this.segments = segments;
	}

	/**
	 * Tell whether a method of a bean is a unit. Needs nothing of the application, so
	 * that it can be asked while beans are made.
	 * @param method the method
	 * @param type the class of the bean
	 * @param attribute its transaction, or {@code null} if it has none
	 * @return whether {@link #ofBean} finds a unit
	 * @throws IllegalArgumentException if an annotation has a value that makes no sense
	 */
	static boolean isUnit(Method method, Class<?> type, @Nullable TransactionAttribute attribute) {
		if (attribute == null) {
			return find(method, type, DatabaseOperation.class) != null;
		}
		RetryableTransaction wish = find(method, type, RetryableTransaction.class);
		if (wish != null) {
			withWishes(CHECKED, wish, type.getName() + "." + method.getName());
		}
		return true;
	}

	/**
	 * Check the segments that a method declares. Needs nothing of the application but
	 * their names.
	 * @param method the method
	 * @param type the class of the bean, or the interface of the repository
	 * @param segments knows the segments
	 * @throws RuntimeException if there is no such segment
	 */
	static void checkSegments(Method method, Class<?> type, OperationSegments segments) {
		DatabaseOperation annotation = find(method, type, DatabaseOperation.class);
		if (annotation != null && annotation.segments().length > 0) {
			Operation operation = operation(method, type, annotation);
			segments.of(operation.name(), declaredSegments(annotation), operation.place());
		}
	}

	/**
	 * Find the unit that a method of a bean is.
	 * @param method the method
	 * @param type the class of the bean
	 * @param attribute its transaction, or {@code null} if it has none
	 * @return the unit, or {@code null} if it is none
	 * @throws IllegalArgumentException if an annotation has a value that makes no sense
	 */
	@Nullable UnitOfWork ofBean(Method method, Class<?> type, @Nullable TransactionAttribute attribute) {
		DatabaseOperation name = find(method, type, DatabaseOperation.class);
		if (attribute == null && name == null) {
			return null;
		}
		RetryRule rule = null;
		if (attribute != null && begins(attribute)) {
			boolean repository = AnnotatedElementUtils.hasAnnotation(type, Repository.class);
			boolean included = this.scope == RetryScope.ALL || (this.scope == RetryScope.REPOSITORIES && repository);
			rule = rule(method, type, included, true);
		}
		Operation operation = operation(method, type, name);
		return unit(operation, name, attribute != null, rule, rollbackRule(attribute));
	}

	/**
	 * Find the unit that a method of a Spring Data repository is.
	 * @param method the method
	 * @param type the repository interface
	 * @param attribute its transaction, or {@code null} if it has none
	 * @param repeatable whether it can be called again with the same arguments
	 * @return the unit, or {@code null} if it is none
	 */
	@Nullable UnitOfWork ofRepository(Method method, Class<?> type, @Nullable TransactionAttribute attribute,
			boolean repeatable) {
		DatabaseOperation name = find(method, type, DatabaseOperation.class);
		RetryRule rule = null;
		if (repeatable && (attribute == null || begins(attribute))) {
			rule = rule(method, type, this.scope != RetryScope.ANNOTATED, false);
		}
		if (rule == null && name == null && attribute == null) {
			return null;
		}
		return unit(operation(method, type, name), name, attribute != null, rule, rollbackRule(attribute));
	}

	/**
	 * Make a unit of work that is no method.
	 * @param name what it is called
	 * @param rule how it is tried again
	 * @return the unit
	 */
	UnitOfWork named(String name, RetryRule rule) {
		return unit(new Operation(name, name), true, List.of(), true, rule, (error) -> true);
	}

	RetryRule defaultRule() {
		return RetryRule.of(this.settings, true);
	}

	private UnitOfWork unit(Operation operation, @Nullable DatabaseOperation annotation, boolean transactional,
			@Nullable RetryRule rule, Predicate<Throwable> rollsBackOn) {
		return unit(operation, annotation != null, declaredSegments(annotation), transactional, rule, rollsBackOn);
	}

	private static List<String> declaredSegments(@Nullable DatabaseOperation annotation) {
		return (annotation != null) ? List.of(annotation.segments()) : List.of();
	}

	private UnitOfWork unit(Operation operation, boolean named, List<String> declaredSegments, boolean transactional,
			@Nullable RetryRule rule, Predicate<Throwable> rollsBackOn) {
		String name = named ? operation.name() : operation.place();
		Turnstile turnstile = this.turnstiles.get(name);
		if (turnstile == null) {
			String key = (this.turnstiles.size() < MOST_OPERATIONS) ? name : "";
			turnstile = this.turnstiles.computeIfAbsent(key, (created) -> new Turnstile(PATIENCE.toNanos()));
		}
		List<String> preferred = this.segments.of(operation.name(), declaredSegments, operation.place());
		return new UnitOfWork(operation, named, preferred, transactional, rule, this.budget, turnstile, rollsBackOn);
	}

	private static Predicate<Throwable> rollbackRule(@Nullable TransactionAttribute attribute) {
		return (attribute != null) ? attribute::rollbackOn : (error) -> true;
	}

	private static boolean begins(TransactionAttribute attribute) {
		return switch (attribute.getPropagationBehavior()) {
			case TransactionDefinition.PROPAGATION_REQUIRED, TransactionDefinition.PROPAGATION_REQUIRES_NEW,
					TransactionDefinition.PROPAGATION_NESTED ->
				true;
			default -> false;
		};
	}

	private @Nullable RetryRule rule(Method method, Class<?> type, boolean included, boolean reloads) {
		RetryableTransaction wish = find(method, type, RetryableTransaction.class);
		if (wish == null && !included) {
			return null;
		}
		if (hasOtherRetry(method, type)) {
			if (wish != null) {
				logger.warn("{}.{} is @Retryable and @RetryableTransaction; only @Retryable repeats it, so that "
						+ "attempts do not multiply", type.getName(), method.getName());
			}
			return null;
		}
		RetryRule rule = RetryRule.of(this.settings, reloads);
		return (wish != null) ? withWishes(rule, wish, type.getName() + "." + method.getName()) : rule;
	}

	private static RetryRule withWishes(RetryRule rule, RetryableTransaction wish, String place) {
		int attempts = attempts(wish.maxAttempts(), rule.maxAttempts(), "maxAttempts", place);
		int whenDeadlocked = (wish.maxAttempts() > 0) ? attempts : rule.deadlockMaxAttempts();
		int deadlockAttempts = attempts(wish.deadlockMaxAttempts(), whenDeadlocked, "deadlockMaxAttempts", place);
		RetryRule wished = rule.withAttempts(attempts, deadlockAttempts).withWanted(Set.of(wish.retryOn()));
		return StringUtils.hasText(wish.deadline()) ? wished.withDeadline(deadline(wish.deadline(), place)) : wished;
	}

	private static int attempts(int wished, int otherwise, String attribute, String place) {
		if (wished < 0) {
			throw new IllegalArgumentException(
					"@RetryableTransaction(%s=%d) on %s: must be 1 or more, or 0 for the configured number"
						.formatted(attribute, wished, place));
		}
		return (wished > 0) ? wished : otherwise;
	}

	private static Duration deadline(String text, String place) {
		try {
			Duration deadline = DurationFormatterUtils.detectAndParse(text);
			if (!deadline.isNegative() && !deadline.isZero()) {
				return deadline;
			}
		}
		catch (IllegalArgumentException | DateTimeParseException ex) {
			throw new IllegalArgumentException(badDeadline(text, place), ex);
		}
		throw new IllegalArgumentException(badDeadline(text, place));
	}

	private static String badDeadline(String text, String place) {
		return "@RetryableTransaction(deadline=\"%s\") on %s: must be a time such as 5s or PT5S".formatted(text, place);
	}

	private static boolean hasOtherRetry(Method method, Class<?> type) {
		return Stream.of(specific(method, type), method, type, method.getDeclaringClass())
			.map((element) -> MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY))
			.anyMatch((annotations) -> OTHER_RETRIES.stream().anyMatch(annotations::isPresent));
	}

	private static Operation operation(Method method, Class<?> type, @Nullable DatabaseOperation annotation) {
		String name = (annotation != null) ? annotation.name() : "";
		return new Operation(name.isEmpty() ? type.getSimpleName() + "." + method.getName() : name,
				type.getName() + "." + method.getName());
	}

	private static <A extends Annotation> @Nullable A find(Method method, Class<?> type, Class<A> annotation) {
		A found = AnnotatedElementUtils.findMergedAnnotation(specific(method, type), annotation);
		if (found == null) {
			found = AnnotatedElementUtils.findMergedAnnotation(method, annotation);
		}
		return (found != null) ? found : AnnotatedElementUtils.findMergedAnnotation(type, annotation);
	}

	private static Method specific(Method method, Class<?> type) {
		return AopUtils.getMostSpecificMethod(method, type);
	}

}
