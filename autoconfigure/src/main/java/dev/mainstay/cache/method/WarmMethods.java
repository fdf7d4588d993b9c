package dev.mainstay.cache.method;

import java.lang.reflect.Method;
import java.util.Set;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;

import dev.mainstay.cache.CachedQuery;

/**
 * Finds the methods whose answers are kept ready.
 */
public final class WarmMethods {

	private WarmMethods() {
	}

	/**
	 * Return the methods of a bean whose answers are kept ready.
	 * @param type the class or the repository interface
	 * @return the methods that say so
	 */
	public static Set<Method> of(Class<?> type) {
		return MethodIntrospector.selectMethods(type, WarmMethods::isWarm);
	}

	private static boolean isWarm(Method method) {
		CachedQuery annotation = AnnotatedElementUtils.findMergedAnnotation(method, CachedQuery.class);
		return annotation != null && annotation.warm();
	}

}
