package dev.mainstay.transaction.strategy;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * A method together with where its annotations are looked for: on the method of the class
 * and its type first, then on the method as it was called and its type. That is the order
 * of {@code @Transactional}.
 *
 * @param method the method as it was called, perhaps that of an interface
 * @param specific the method of the class
 * @param owner the type whose annotations hold for the method of the class
 * @param type the type that people know the method by
 */
record OperationMethod(Method method, Method specific, Class<?> owner, Class<?> type) {

	static OperationMethod of(Method method, @Nullable Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		Class<?> owner = specific.getDeclaringClass();
		return new OperationMethod(method, specific, owner,
				(targetClass != null) ? ClassUtils.getUserClass(targetClass) : owner);
	}

	static OperationMethod ofRepository(Method method, Class<?> repository) {
		return new OperationMethod(method, method, repository, repository);
	}

	/**
	 * Find an annotation. On a type it holds for the public methods.
	 * @param annotation the annotation
	 * @param transactional whether the method is transactional anyway, so that what
	 * stands on the type holds for it in any case
	 * @return the annotation, or {@code null} if there is none
	 */
	<A extends Annotation> @Nullable A find(Class<A> annotation, boolean transactional) {
		boolean covered = transactional || Modifier.isPublic(this.specific.getModifiers());
		A found = find(this.specific, this.owner, annotation, covered);
		if (found == null && this.specific != this.method) {
			found = find(this.method, this.method.getDeclaringClass(), annotation, covered);
		}
		return found;
	}

	private static <A extends Annotation> @Nullable A find(Method method, Class<?> owner, Class<A> annotation,
			boolean covered) {
		A found = AnnotatedElementUtils.findMergedAnnotation(method, annotation);
		return (found == null && covered && ClassUtils.isUserLevelMethod(method))
				? AnnotatedElementUtils.findMergedAnnotation(owner, annotation) : found;
	}

	String defaultName() {
		return this.type.getSimpleName() + "." + this.method.getName();
	}

	String place() {
		return ClassUtils.getQualifiedMethodName(this.specific, this.type);
	}

}
