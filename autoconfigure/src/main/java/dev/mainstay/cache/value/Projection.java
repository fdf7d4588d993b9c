package dev.mainstay.cache.value;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the properties of an interface are, and no more: takes the place of a projection
 * that reads them from something else.
 */
final class Projection implements InvocationHandler {

	private final Class<?>[] interfaces;

	private final Map<String, @Nullable Object> values;

	private Projection(Class<?>[] interfaces, Map<String, @Nullable Object> values) {
		this.interfaces = interfaces;
		this.values = values;
	}

	static Object of(Class<?>[] interfaces, Map<String, @Nullable Object> values) {
		return Proxy.newProxyInstance(interfaces[0].getClassLoader(), interfaces, new Projection(interfaces, values));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return switch (method.getName()) {
				case "equals" -> arguments != null && isEqual(arguments[0]);
				case "hashCode" -> this.values.hashCode();
				default -> this.interfaces[0].getSimpleName() + this.values;
			};
		}
		if (method.isDefault()) {
			return InvocationHandler.invokeDefault(proxy, method, arguments);
		}
		return this.values.get(method.getName());
	}

	private boolean isEqual(@Nullable Object other) {
		return other != null && Proxy.isProxyClass(other.getClass())
				&& Proxy.getInvocationHandler(other) instanceof Projection projection
				&& Arrays.equals(projection.interfaces, this.interfaces) && projection.values.equals(this.values);
	}

}
