package dev.mainstay.transaction.repository;

import java.lang.reflect.Method;
import java.util.stream.Stream;

import org.aopalliance.aop.Advice;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.RepositoryProxyPostProcessor;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.util.ClassUtils;

import dev.mainstay.transaction.RepositoryInterceptors;

/**
 * Makes units of work of the calls of Spring Data repositories that use transactions.
 */
public final class RepositoryUnits implements RepositoryProxyPostProcessor {

	private static final String JPA = "org.springframework.data.jpa.";

	private final RepositoryInterceptors interceptors;

	/**
	 * Create the post-processor.
	 * @param interceptors makes the interceptors
	 */
	public RepositoryUnits(RepositoryInterceptors interceptors) {
		this.interceptors = interceptors;
	}

	@Override
	public void postProcess(ProxyFactory factory, RepositoryInformation information) {
		Advisor[] advisors = factory.getAdvisors();
		for (int i = 0; i < advisors.length; i++) {
			Advice advice = advisors[i].getAdvice();
			if (advice instanceof TransactionInterceptor transactions) {
				TransactionAttributeSource attributes = transactions.getTransactionAttributeSource();
				factory.addAdvice(i,
						this.interceptors.interceptor(information.getRepositoryInterface(), attributes,
								(method) -> isRepeatable(method, information, attributes != null && attributes
									.getTransactionAttribute(method, information.getRepositoryBaseClass()) != null)));
				return;
			}
		}
	}

	/*
	 * Without a transaction only a query may be repeated: code of the application, such
	 * as a default method, may call several transactions. And what has given an
	 * identifier to a new entity would take it for an existing one the next time; under
	 * JPA that is undone between attempts, elsewhere nobody does so.
	 */
	private static boolean isRepeatable(Method method, RepositoryInformation information, boolean transactional) {
		if (!transactional && !information.isQueryMethod(method)) {
			return false;
		}
		boolean jpa = isOfJpa(information.getRepositoryBaseClass());
		return jpa || !method.getName().startsWith("save") && !method.getName().startsWith("insert");
	}

	// The base class may be the application's own.
	private static boolean isOfJpa(Class<?> baseClass) {
		Class<?> type = baseClass;
		while (type != null && !type.getName().startsWith(JPA)) {
			type = type.getSuperclass();
		}
		return type != null || Stream.of(ClassUtils.getAllInterfacesForClass(baseClass))
			.anyMatch((implemented) -> implemented.getName().startsWith(JPA));
	}

}
