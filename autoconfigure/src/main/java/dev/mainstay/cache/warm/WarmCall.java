package dev.mainstay.cache.warm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A call of a method that can be made again.
 *
 * @param target whose method it is, at the end of all advice
 * @param method the method
 * @param arguments the arguments, which nobody can change
 */
public record WarmCall(Object target, Method method, @Nullable Object[] arguments) {

	/**
	 * Make the call.
	 * @param bean the bean, with its advice
	 * @throws Throwable what the method, or an advice, throws
	 */
	void invoke(Object bean) throws Throwable {
		Method invocable = AopUtils.selectInvocableMethod(this.method, bean.getClass());
		ReflectionUtils.makeAccessible(invocable);
		try {
			invocable.invoke(bean, this.arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	String name() {
		return this.method.getDeclaringClass().getSimpleName() + "." + this.method.getName();
	}

}
