package dev.mainstay.autoconfigure.operation;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.util.ClassUtils;

import dev.mainstay.operation.Operation;

/**
 * The operations that methods are called, made once for each. Thread-safe.
 */
final class MethodOperations {

	private static final int MOST = 10_000;

	private final Map<Method, Known> known = new ConcurrentHashMap<>();

	Operation of(Method method, Class<?> type) {
		Known found = this.known.get(method);
		if (found != null && found.type() == type) {
			return found.operation();
		}
		Class<?> userClass = ClassUtils.getUserClass(type);
		Operation operation = new Operation(userClass.getSimpleName() + "." + method.getName(),
				userClass.getName() + "." + method.getName());
		if (this.known.size() < MOST) {
			this.known.put(method, new Known(type, operation));
		}
		return operation;
	}

	/**
	 * The operation of a method of a class.
	 *
	 * @param type the class
	 * @param operation the operation
	 */
	private record Known(Class<?> type, Operation operation) {

	}

}
