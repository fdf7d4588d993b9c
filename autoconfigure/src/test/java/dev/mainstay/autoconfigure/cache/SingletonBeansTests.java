package dev.mainstay.autoconfigure.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

import dev.mainstay.cache.CachedQuery;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SingletonBeans}.
 */
class SingletonBeansTests {

	@Test
	void findsSingletonsWithAllOfTheirAdviceOnly() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getBeanFactory().registerScope("thread", new SimpleThreadScope());
			context.register(Beans.class);
			context.refresh();
			SingletonBeans beans = new SingletonBeans(context.getBeanFactory());
			List<Object> found = new ArrayList<>();

			beans.forEach((bean, methods) -> found.add(bean));

			Object advised = context.getBean("advised");
			assertThat(found).containsExactly(advised);
			Object inner = target(advised);
			assertThat(beans.beanOf(inner)).isSameAs(advised);
			assertThat(beans.beanOf(target(inner))).isSameAs(advised);
			assertThat(beans.beanOf(target(context.getBean("prototype")))).isNull();
			assertThat(beans.beanOf(new Warm())).isNull();
			Object late = context.getBean("late");
			assertThat(beans.beanOf(target(late))).isSameAs(late);
		}
	}

	private static Object target(Object bean) {
		@Nullable Object target = AopProxyUtils.getSingletonTarget(bean);
		return Objects.requireNonNull(target);
	}

	private static Object advised(Object target) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(true);
		return factory.getProxy();
	}

	/**
	 * A bean with a warm method.
	 */
	static class Warm {

		@CachedQuery(warm = true)
		int number() {
			return 1;
		}

	}

	/**
	 * A bean without one.
	 */
	static class Cold {

		@CachedQuery
		int number() {
			return 1;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Object advised() {
			return SingletonBeansTests.advised(SingletonBeansTests.advised(new Warm()));
		}

		@Bean
		Cold cold() {
			return new Cold();
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		Object prototype() {
			return SingletonBeansTests.advised(new Warm());
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Warm ofThread() {
			return new Warm();
		}

		@Bean
		@Lazy
		Object late() {
			return SingletonBeansTests.advised(new Warm());
		}

	}

}
