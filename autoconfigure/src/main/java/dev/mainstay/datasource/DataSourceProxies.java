package dev.mainstay.datasource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.Arrays;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.TargetClassAware;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.cglib.core.SpringNamingPolicy;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.CallbackFilter;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.MethodProxy;
import org.springframework.cglib.proxy.NoOp;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Makes class-based Spring AOP proxies of data sources whose {@code getConnection()} goes
 * straight to a {@link ConnectionSource}.
 * <p>
 * To everybody else the result is an ordinary Spring AOP proxy ({@link Advised}, frozen,
 * with a static target). It is put together by hand because {@link ProxyFactory} makes an
 * invocation object and looks up the advice for every call, which alone would cost more
 * than this project allows itself per borrowed connection.
 */
final class DataSourceProxies {

	private static final Class<?>[] INTERFACES = { SpringProxy.class, Advised.class };

	private static final SpringObjenesis objenesis = new SpringObjenesis();

	private DataSourceProxies() {
	}

	static <T extends DataSource> T create(T target, ConnectionSource source) {
		Class<?> proxyClass = proxyClass(target.getClass());
		Factory proxy = (Factory) objenesis.newInstance(proxyClass, true);
		ProxyFactory advised = new ProxyFactory();
		advised.setTarget(target);
		advised.setProxyTargetClass(true);
		advised.setFrozen(true);
		Dispatcher toTarget = () -> target;
		Dispatcher toAdvised = () -> advised;
		proxy.setCallbacks(
				new Callback[] { toTarget, new Borrowing(source), new HandingIn(target), toAdvised, NoOp.INSTANCE });
		@SuppressWarnings("unchecked")
		T result = (T) proxy;
		return result;
	}

	/**
	 * Return the class of the proxies for a class of data sources, made on first use. At
	 * build time this is what records the class for a native image.
	 * @param targetClass the class of the data sources
	 * @return the class of their proxies
	 */
	static Class<?> proxyClass(Class<?> targetClass) {
		Enhancer enhancer = new Enhancer();
		ClassLoader classLoader = targetClass.getClassLoader();
		enhancer.setClassLoader((classLoader != null) ? classLoader : ClassUtils.getDefaultClassLoader());
		enhancer.setSuperclass(ClassUtils.getUserClass(targetClass));
		enhancer.setInterfaces(INTERFACES);
		enhancer.setNamingPolicy(SpringNamingPolicy.INSTANCE);
		enhancer.setAttemptLoad(true);
		enhancer.setCallbackFilter(Route.FILTER);
		enhancer.setCallbackTypes(Route.callbackTypes());
		return enhancer.createClass();
	}

	/**
	 * Where the calls of a proxy go; the ordinal is the index of the callback.
	 */
	private enum Route {

		TARGET(Dispatcher.class), BORROW(Borrowing.class), HAND_IN(HandingIn.class), ADVISED(Dispatcher.class),
		SELF(NoOp.class);

		static final CallbackFilter FILTER = new Filter();

		private final Class<?> callbackType;

		Route(Class<?> callbackType) {
			this.callbackType = callbackType;
		}

		static Class<?>[] callbackTypes() {
			return Arrays.stream(values()).map((route) -> route.callbackType).toArray(Class<?>[]::new);
		}

		static Route of(Method method) {
			Class<?> owner = method.getDeclaringClass();
			if (owner == Advised.class || owner == TargetClassAware.class) {
				return ADVISED;
			}
			if (method.getName().equals("getConnection") && method.getParameterCount() == 0) {
				return BORROW;
			}
			if (Arrays.asList(method.getParameterTypes()).contains(Connection.class)) {
				return HAND_IN;
			}
			if (owner == Object.class && !method.getName().equals("toString")) {
				return SELF;
			}
			return TARGET;
		}

	}

	/**
	 * Equal to its like, so that the generated class is found again instead of made anew.
	 */
	private static final class Filter implements CallbackFilter {

		@Override
		public int accept(Method method) {
			return Route.of(method).ordinal();
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Filter;
		}

		@Override
		public int hashCode() {
			return Filter.class.hashCode();
		}

	}

	/**
	 * Sends {@code getConnection()} through the chain.
	 */
	private record Borrowing(ConnectionSource source) implements MethodInterceptor {

		@Override
		public Object intercept(Object proxy, Method method, Object[] arguments, MethodProxy methodProxy)
				throws Throwable {
			return this.source.getConnection();
		}

	}

	/**
	 * Hands connections to the pool as the pool lent them: it does not know ours.
	 */
	private record HandingIn(DataSource target) implements MethodInterceptor {

		@Override
		public @Nullable Object intercept(Object proxy, Method method, Object[] arguments, MethodProxy methodProxy)
				throws Throwable {
			Object[] own = arguments.clone();
			AdvisedConnection evicted = null;
			for (int i = 0; i < own.length; i++) {
				if (own[i] instanceof Connection connection && connection.isWrapperFor(AdvisedConnection.class)) {
					AdvisedConnection advised = connection.unwrap(AdvisedConnection.class);
					own[i] = advised.delegate();
					evicted = method.getName().equals("evictConnection") ? advised : null;
				}
			}
			try {
				ReflectionUtils.makeAccessible(method);
				Object result = method.invoke(this.target, own);
				if (evicted != null) {
					// Nobody needs to close it after that.
					evicted.returned();
				}
				return result;
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
		}

	}

}
