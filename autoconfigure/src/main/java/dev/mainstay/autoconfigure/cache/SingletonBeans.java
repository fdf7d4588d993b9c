package dev.mainstay.autoconfigure.cache;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import dev.mainstay.cache.CachedQuery;
import dev.mainstay.cache.method.WarmMethods;
import dev.mainstay.cache.warm.WarmBeans;
import dev.mainstay.operation.AnnotatedTypes;

/**
 * The singletons with methods whose answers are kept ready, as far as they exist. Makes
 * no bean, and knows none of a scope whose objects come and go. Thread-safe.
 */
final class SingletonBeans implements WarmBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	private final AnnotatedTypes annotated = new AnnotatedTypes(List.of(CachedQuery.class));

	// Guarded by this, as all below.
	private Map<Object, Object> byTarget = new IdentityHashMap<>();

	private int singletons = -1;

	SingletonBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public synchronized @Nullable Object beanOf(Object target) {
		Object known = this.byTarget.get(target);
		if (known == null && this.singletons != this.beanFactory.getSingletonCount()) {
			// Lazy ones have come.
			this.singletons = this.beanFactory.getSingletonCount();
			this.byTarget = targets();
			known = this.byTarget.get(target);
		}
		return known;
	}

	private Map<Object, Object> targets() {
		Map<Object, Object> found = new IdentityHashMap<>();
		forEach((bean, methods) -> targets(bean).forEach((target) -> found.put(target, bean)));
		return found;
	}

	/**
	 * Look at all such beans.
	 * @param visitor told of the bean with its advice, and of the methods
	 */
	void forEach(BiConsumer<Object, Set<Method>> visitor) {
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			Object singleton = this.beanFactory.getSingleton(name);
			if (singleton == null) {
				continue;
			}
			Class<?> type = (singleton instanceof FactoryBean<?> factory) ? product(factory)
					: AopProxyUtils.ultimateTargetClass(singleton);
			if (type != null && this.annotated.contains(type)) {
				visit(name, singleton, WarmMethods.of(type), visitor);
			}
		}
	}

	private static @Nullable Class<?> product(FactoryBean<?> factory) {
		return factory.isSingleton() ? factory.getObjectType() : null;
	}

	private void visit(String name, Object singleton, Set<Method> methods, BiConsumer<Object, Set<Method>> visitor) {
		if (!methods.isEmpty()) {
			Object bean = (singleton instanceof FactoryBean<?>) ? this.beanFactory.getBean(name) : singleton;
			if (isOneObject(bean)) {
				visitor.accept(bean, methods);
			}
		}
	}

	private static boolean isOneObject(Object bean) {
		return !(bean instanceof Advised advised) || advised.getTargetSource().isStatic();
	}

	// The object at the end, and those in between that are advised once more.
	private static List<Object> targets(Object bean) {
		List<Object> targets = new ArrayList<>(2);
		Object next = bean;
		while (next instanceof Advised advised && advised.getTargetSource().isStatic()) {
			next = target(advised.getTargetSource());
			if (next != null) {
				targets.add(next);
			}
		}
		return targets;
	}

	private static @Nullable Object target(TargetSource source) {
		try {
			return source.getTarget();
		}
		catch (Exception ex) {
			throw new IllegalStateException("A static target source has no target", ex);
		}
	}

}
