package dev.mainstay.cache.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

import dev.mainstay.cache.CachedQuery;
import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.CacheStrategy;
import dev.mainstay.cache.value.ValueCopies;

/**
 * A method whose answers are kept, and how.
 *
 * @param method the method as it is written in the class or interface
 * @param type the class or repository interface that it is called on
 * @param options how its answers are kept
 * @param condition when the cache is used, or {@code null} for always
 * @param unless which answers are not kept, or {@code null} for none
 * @param key what tells answers apart, or {@code null} for all arguments
 * @param warm whether its answers are kept ready
 */
record CachedMethod(Method method, Class<?> type, ReadOptions options, @Nullable MethodExpression condition,
		@Nullable MethodExpression unless, @Nullable MethodExpression key, boolean warm) {

	private static final String REMOVE = " Or remove @CachedQuery from the method.";

	/**
	 * Find out whether the answers of a method are kept.
	 * @param called the method that is called, perhaps that of an interface
	 * @param type the class or repository interface that it is called on
	 * @param placeholders replaces placeholders
	 * @return the method, or {@code null} if it has no annotation
	 * @throws InvalidCachedQueryException if its answers cannot be kept
	 */
	static @Nullable CachedMethod of(Method called, Class<?> type, StringValueResolver placeholders) {
		Method method = AopUtils.getMostSpecificMethod(called, type);
		CachedQuery annotation = AnnotatedElementUtils.findMergedAnnotation(method, CachedQuery.class);
		if (annotation == null && method != called) {
			annotation = AnnotatedElementUtils.findMergedAnnotation(called, CachedQuery.class);
		}
		return (annotation != null) ? of(method, type, annotation, placeholders) : null;
	}

	private static CachedMethod of(Method method, Class<?> type, CachedQuery annotation,
			StringValueResolver placeholders) {
		checkMethod(method, type);
		MethodExpression condition = expression(method, type, "condition", annotation.condition(), false);
		MethodExpression unless = expression(method, type, "unless", annotation.unless(), true);
		MethodExpression key = expression(method, type, "key", annotation.key(), false);
		if (key == null) {
			checkParameters(method, type);
		}
		return new CachedMethod(method, type, options(method, type, annotation, placeholders), condition, unless, key,
				annotation.warm());
	}

	private static void checkMethod(Method method, Class<?> type) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)
				|| (Modifier.isFinal(modifiers) && !isOfInterface(method, type))) {
			throw new InvalidCachedQueryException(method, type,
					"A private, static or final method cannot be called through a proxy",
					"Make it a public method that is not final, and call it from another bean." + REMOVE);
		}
		if (method.getReturnType() == void.class || method.getReturnType() == Void.class) {
			throw new InvalidCachedQueryException(method, type, "It returns nothing that could be kept",
					"Return what is read." + REMOVE);
		}
		for (Annotation annotation : method.getAnnotations()) {
			if (annotation.annotationType().getSimpleName().equals("Modifying")) {
				throw new InvalidCachedQueryException(method, type,
						"It changes data, so that it must always be executed", "Remove @CachedQuery from the method.");
			}
		}
		Type returned = GenericTypeResolver.resolveType(method.getGenericReturnType(), type);
		String refusal = ValueCopies.refusal(returned);
		if (refusal != null) {
			throw new InvalidCachedQueryException(method, type, refusal,
					"Return a record or a projection with what the callers need." + REMOVE);
		}
	}

	private static boolean isOfInterface(Method method, Class<?> type) {
		return ClassUtils.getInterfaceMethodIfPossible(method, type).getDeclaringClass().isInterface();
	}

	private static void checkParameters(Method method, Class<?> type) {
		Type[] parameters = method.getGenericParameterTypes();
		for (int i = 0; i < parameters.length; i++) {
			Type parameter = GenericTypeResolver.resolveType(parameters[i], type);
			String refusal = QueryKey.refusal(ResolvableType.forType(parameter).resolve(Object.class));
			if (refusal != null) {
				throw new InvalidCachedQueryException(method, type,
						"Its answers cannot be told apart by parameter %d: %s".formatted(i + 1, refusal),
						"Type key = \"...\" with an expression of what the answer depends on, such as key = \"#p0.id\"."
								+ REMOVE);
			}
		}
	}

	private static @Nullable MethodExpression expression(Method method, Class<?> type, String attribute, String text,
			boolean afterwards) {
		if (!StringUtils.hasText(text)) {
			return null;
		}
		try {
			return MethodExpression.parse(method, text, afterwards);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidCachedQueryException(method, type,
					"%s = \"%s\" makes no sense. %s".formatted(attribute, text, ex.getMessage()),
					"Correct the expression; it knows the parameters as #name or #p0%s."
						.formatted(afterwards ? ", and the answer as #result" : ""));
		}
	}

	private static ReadOptions options(Method method, Class<?> type, CachedQuery annotation,
			StringValueResolver placeholders) {
		Set<String> tags = new HashSet<>();
		for (String tag : annotation.tags()) {
			String name = Invalidations.tagName(resolve(method, type, tag, placeholders));
			if (name.isEmpty()) {
				throw new InvalidCachedQueryException(method, type, "A tag has no name", "Give each tag a name.");
			}
			tags.add(name);
		}
		CacheStrategy[] strategy = annotation.strategy();
		if (strategy.length > 1) {
			throw new InvalidCachedQueryException(method, type, "It has more than one strategy",
					"Type one, such as strategy = CacheStrategy.TTL.");
		}
		return new ReadOptions(tags, (strategy.length == 1) ? strategy[0] : null,
				timeToLive(method, type, resolve(method, type, annotation.ttl(), placeholders)));
	}

	private static String resolve(Method method, Class<?> type, String text, StringValueResolver placeholders) {
		try {
			String resolved = placeholders.resolveStringValue(text);
			return (resolved != null) ? resolved : "";
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidCachedQueryException(method, type, String.valueOf(ex.getMessage()),
					"Define the property, or give it a default, such as ${prices.ttl:5m}.");
		}
	}

	private static @Nullable Duration timeToLive(Method method, Class<?> type, String text) {
		if (!StringUtils.hasText(text)) {
			return null;
		}
		try {
			Duration duration = DurationFormatterUtils.detectAndParse(text.strip(), DurationFormat.Unit.SECONDS);
			if (duration.isNegative() || duration.isZero()) {
				throw new IllegalArgumentException("It must be positive");
			}
			return duration;
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new InvalidCachedQueryException(method, type, "ttl = \"%s\" is not a time to live".formatted(text),
					"Type for example ttl = \"5m\".");
		}
	}

	String name() {
		return ClassUtils.getUserClass(this.type).getSimpleName() + "." + this.method.getName();
	}

}
