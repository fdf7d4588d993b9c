package dev.mainstay.cache.key;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Types whose values cannot be parts of a key, whatever they consist of: what is open or
 * under way, what does something, and entities.
 */
final class UnfitTypes {

	// By name, because the libraries are optional.
	private static final Set<String> UNFIT = Set.of("org.springframework.data.jpa.domain.Specification",
			"org.springframework.data.domain.Example", "org.reactivestreams.Publisher",
			"kotlin.coroutines.Continuation", "jakarta.servlet.ServletRequest", "jakarta.servlet.ServletResponse",
			"com.querydsl.core.types.Predicate");

	private UnfitTypes() {
	}

	/**
	 * Return why the values of a type are unfit.
	 * @param type the type
	 * @return the reason as a sentence without a full stop, or {@code null}
	 */
	static @Nullable String reason(Class<?> type) {
		boolean open = AutoCloseable.class.isAssignableFrom(type) || Stream.class.isAssignableFrom(type)
				|| Iterator.class.isAssignableFrom(type) || Future.class.isAssignableFrom(type)
				|| Throwable.class.isAssignableFrom(type) || Thread.class.isAssignableFrom(type)
				|| type.getPackageName().equals("java.util.function");
		if (open || isNamed(type)) {
			return "A value of type %s cannot be a part of a key".formatted(type.getName());
		}
		for (Class<?> one = type; one != null; one = one.getSuperclass()) {
			if (List.of(one.getAnnotations())
				.stream()
				.anyMatch((annotation) -> annotation.annotationType().getName().equals("jakarta.persistence.Entity"))) {
				return "The entity %s cannot be a part of a key; its identifier can".formatted(type.getName());
			}
		}
		return null;
	}

	private static boolean isNamed(@Nullable Class<?> type) {
		if (type == null) {
			return false;
		}
		if (UNFIT.contains(type.getName()) || isNamed(type.getSuperclass())) {
			return true;
		}
		for (Class<?> one : type.getInterfaces()) {
			if (isNamed(one)) {
				return true;
			}
		}
		return false;
	}

}
