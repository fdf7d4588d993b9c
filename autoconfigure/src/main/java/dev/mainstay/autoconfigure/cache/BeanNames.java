package dev.mainstay.autoconfigure.cache;

import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Tells which bean an object is, or is the target of. The name of a singleton is the same
 * in all instances of an application. Thread-safe.
 */
final class BeanNames implements BiFunction<Object, Class<?>, @Nullable String> {

	private final ConfigurableListableBeanFactory beans;

	BeanNames(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public @Nullable String apply(Object object, Class<?> type) {
		for (String name : this.beans.getBeanNamesForType(type, false, false)) {
			if (this.beans.containsSingleton(name) && is(this.beans.getBean(name), object)) {
				return name;
			}
		}
		return null;
	}

	private static boolean is(Object bean, Object object) {
		Object one = bean;
		while (one != null) {
			if (one == object) {
				return true;
			}
			one = AopProxyUtils.getSingletonTarget(one);
		}
		return false;
	}

}
