package dev.mainstay.cache.repository;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.RepositoryProxyPostProcessor;
import org.springframework.util.StringValueResolver;

import dev.mainstay.cache.method.CachedCalls;
import dev.mainstay.cache.method.CachedQueryInterceptor;
import dev.mainstay.operation.AnnotatedTypes;

/**
 * Gives the calls of annotated methods of Spring Data repositories their answers from the
 * cache.
 */
public final class RepositoryAnswers implements RepositoryProxyPostProcessor {

	private final Supplier<CachedCalls> calls;

	private final StringValueResolver placeholders;

	private final AnnotatedTypes annotated;

	private final Runnable found;

	/**
	 * Create the post-processor.
	 * @param calls makes the calls; asked for at the first one
	 * @param placeholders replaces placeholders
	 * @param annotated knows which types have annotated methods
	 * @param found hears that there is a repository with such methods, before they can be
	 * called
	 */
	public RepositoryAnswers(Supplier<CachedCalls> calls, StringValueResolver placeholders, AnnotatedTypes annotated,
			Runnable found) {
		this.found = found;
		this.calls = calls;
		this.placeholders = placeholders;
		this.annotated = annotated;
	}

	@Override
	public void postProcess(ProxyFactory factory, RepositoryInformation information) {
		Class<?> repository = information.getRepositoryInterface();
		if (!this.annotated.contains(repository)) {
			return;
		}
		CachedQueryInterceptor interceptor = new CachedQueryInterceptor(this.calls, this.placeholders, repository);
		boolean any = false;
		for (Method method : repository.getMethods()) {
			any |= interceptor.isCached(method, repository);
		}
		if (any) {
			// Outside of transactions and retries.
			factory.addAdvice(0, interceptor);
			this.found.run();
		}
	}

}
