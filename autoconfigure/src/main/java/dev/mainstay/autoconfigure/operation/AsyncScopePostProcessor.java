package dev.mainstay.autoconfigure.operation;

import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;

import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

/**
 * Makes each call that a proxy hands to another thread a scope on that thread. Adds an
 * interceptor to the proxies that do so, behind the one that hands over; makes no proxy
 * of its own.
 */
final class AsyncScopePostProcessor implements BeanPostProcessor {

	private final MethodOperations operations = new MethodOperations();

	private final MethodInterceptor interceptor = (invocation) -> {
		Object target = invocation.getThis();
		Class<?> type = (target != null) ? AopUtils.getTargetClass(target) : invocation.getMethod().getDeclaringClass();
		WorkScope scope = WorkScope.open(WorkKind.ASYNC_CALL, () -> this.operations.of(invocation.getMethod(), type));
		try {
			return invocation.proceed();
		}
		finally {
			scope.close();
		}
	};

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Advised advised && !advised.isFrozen()) {
			Advisor[] advisors = advised.getAdvisors();
			for (int i = advisors.length - 1; i >= 0; i--) {
				if (advisors[i] instanceof PointcutAdvisor advisor
						&& advisor.getAdvice() instanceof AsyncExecutionInterceptor) {
					advised.addAdvisor(i + 1, new DefaultPointcutAdvisor(advisor.getPointcut(), this.interceptor));
				}
			}
		}
		return bean;
	}

}
