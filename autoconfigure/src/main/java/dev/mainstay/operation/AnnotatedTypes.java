package dev.mainstay.operation;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ReflectionUtils;

/**
 * The types that have to do with certain annotations: one stands on the type, on one of
 * its methods, or on what it extends or implements. To look for an annotation method by
 * method, in all the ways that it may be inherited, takes a hundred times as long as to
 * see that there is none in the whole type, which is so for almost every bean.
 * Thread-safe.
 */
public final class AnnotatedTypes {

	private final List<Class<? extends Annotation>> annotations;

	// Softly held, so that class loaders can go.
	private final Map<Class<?>, Boolean> types = new ConcurrentReferenceHashMap<>();

	private final Map<Class<?>, Boolean> annotationTypes = new ConcurrentReferenceHashMap<>();

	/**
	 * Look for annotations.
	 * @param annotations the annotations, which may stand on other annotations, too
	 */
	public AnnotatedTypes(Collection<Class<? extends Annotation>> annotations) {
		this.annotations = List.copyOf(annotations);
	}

	/**
	 * Return whether one of the annotations can be found on a type or on its methods.
	 * @param type the type
	 * @return whether it is worth looking closer; {@code true} if the type cannot be
	 * looked at
	 */
	public boolean contains(Class<?> type) {
		Boolean known = this.types.get(type);
		if (known == null) {
			known = find(type);
			this.types.put(type, known);
		}
		return known;
	}

	private boolean find(Class<?> type) {
		Class<?> parent = type.getSuperclass();
		if (parent != null && contains(parent)) {
			return true;
		}
		for (Class<?> one : type.getInterfaces()) {
			if (contains(one)) {
				return true;
			}
		}
		return isAnnotated(type);
	}

	private boolean isAnnotated(Class<?> type) {
		try {
			if (hasAny(type)) {
				return true;
			}
			for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
				if (hasAny(method)) {
					return true;
				}
			}
			return false;
		}
		catch (IllegalStateException | LinkageError ex) {
			// A method of it mentions a class that is missing. Those who look closer can
			// say what that means.
			return true;
		}
	}

	private boolean hasAny(AnnotatedElement element) {
		for (Annotation one : element.getDeclaredAnnotations()) {
			if (this.annotationTypes.computeIfAbsent(one.annotationType(), this::means)) {
				return true;
			}
		}
		return false;
	}

	private boolean means(Class<?> annotationType) {
		return this.annotations.stream()
			.anyMatch((wanted) -> wanted == annotationType || MergedAnnotations.from(annotationType).isPresent(wanted));
	}

}
