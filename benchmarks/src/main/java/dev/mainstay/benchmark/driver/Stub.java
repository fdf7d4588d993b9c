package dev.mainstay.benchmark.driver;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.springframework.cglib.proxy.CallbackHelper;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.InvocationHandler;
import org.springframework.cglib.proxy.NoOp;

/**
 * Completes abstract classes: what they implement is called directly, like a method of
 * any class, and what they leave out is not supported. That keeps the classes of the
 * driver down to what the pool and the benchmarks call.
 */
final class Stub {

	private Stub() {
	}

	static <T> T of(Class<T> partly) {
		InvocationHandler leftOut = (proxy, method, arguments) -> {
			throw new UnsupportedOperationException(method.toString());
		};
		CallbackHelper callbacks = new CallbackHelper(partly, new Class<?>[0]) {

			@Override
			protected Object getCallback(Method method) {
				return Modifier.isAbstract(method.getModifiers()) ? leftOut : NoOp.INSTANCE;
			}

		};
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(partly);
		enhancer.setCallbackFilter(callbacks);
		enhancer.setCallbacks(callbacks.getCallbacks());
		return partly.cast(enhancer.create());
	}

}
