package dev.mainstay.cache.value;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Takes projections of Spring Data off what they were made of: asks for each property
 * once.
 */
final class ProjectionPlan extends Plan {

	private static final String TARGET_AWARE = "org.springframework.data.projection.TargetAware";

	private final Class<?>[] interfaces;

	private final List<Method> properties;

	private final boolean own;

	private ProjectionPlan(Class<?>[] interfaces, List<Method> properties, boolean own) {
		this.interfaces = interfaces;
		this.properties = properties;
		this.own = own;
	}

	/**
	 * Return how proxies of a class are copied.
	 * @param type the class of a proxy
	 * @param own whether it is one of ours
	 * @return the plan
	 */
	static Plan of(Class<?> type, boolean own) {
		List<Class<?>> interfaces = new ArrayList<>();
		boolean projection = own;
		for (Class<?> each : type.getInterfaces()) {
			projection |= each.getName().equals(TARGET_AWARE);
			if (!each.getName().startsWith("org.springframework.")) {
				interfaces.add(each);
			}
		}
		String refused = "is a proxy (%s) of something unknown: ".formatted(interfaces) + Refusals.ADVICE;
		if (!projection || interfaces.isEmpty()) {
			return new RefusedPlan(refused);
		}
		Map<String, Method> properties = new LinkedHashMap<>();
		for (Class<?> each : interfaces) {
			for (Method method : each.getMethods()) {
				if (Modifier.isAbstract(method.getModifiers()) && !isOfObject(method)) {
					if (method.getParameterCount() != 0) {
						return new RefusedPlan("is a projection with the method %s.%s, which takes parameters: "
							.formatted(each.getName(), method.getName()) + Refusals.ADVICE);
					}
					properties.putIfAbsent(method.getName(), method);
				}
			}
		}
		properties.values().forEach((method) -> method.setAccessible(true));
		return new ProjectionPlan(interfaces.toArray(new Class<?>[0]), List.copyOf(properties.values()), own);
	}

	private static boolean isOfObject(Method method) {
		try {
			Object.class.getMethod(method.getName(), method.getParameterTypes());
			return true;
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

	@Override
	Object copy(Object value, Walk walk) {
		Object known = walk.known(value);
		if (known != null) {
			return known;
		}
		walk.begin(value, null);
		walk.weigh(96 + 48L * this.properties.size());
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		boolean mutable = false;
		boolean changed = !this.own;
		for (Method property : this.properties) {
			Object part = get(property, value, walk);
			Object copy = walk.copy(part, property.getName() + "()", -1);
			values.put(property.getName(), copy);
			mutable |= walk.isMutable();
			changed |= copy != part;
		}
		if (walk.isIncomplete()) {
			throw walk.refuse(CIRCULAR);
		}
		Object copy = changed ? Projection.of(this.interfaces, values) : value;
		walk.onlyParts(mutable);
		walk.end(value, copy);
		return copy;
	}

	private static @Nullable Object get(Method property, Object value, Walk walk) {
		try {
			return property.invoke(value);
		}
		catch (InvocationTargetException ex) {
			throw walk.refuse("is a projection whose %s() cannot be read any more: ".formatted(property.getName())
					+ Refusals.ADVICE, ex.getCause());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
