package dev.mainstay.cache.method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.read.Load;
import dev.mainstay.cache.read.WatchedLoad;
import dev.mainstay.cache.store.Answer;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.warm.WarmAnswers;
import dev.mainstay.cache.warm.WarmCall;

/**
 * Calls a method whose answers are kept ready, and tells which of them are used.
 */
final class WarmLoad extends WatchedLoad<@Nullable Object> {

	private final WarmAnswers answers;

	private final QueryKey key;

	private final Shape shape;

	private final CachedMethod method;

	private final MethodInvocation invocation;

	private final Load<@Nullable Object> load;

	WarmLoad(WarmAnswers answers, QueryKey key, Shape shape, CachedMethod method, MethodInvocation invocation,
			Load<@Nullable Object> load) {
		this.answers = answers;
		this.key = key;
		this.shape = shape;
		this.method = method;
		this.invocation = invocation;
		this.load = load;
	}

	@Override
	public void given(Answer answer) {
		if (answer.isFirstUseIn(this.answers.turn())) {
			Object target = this.invocation.getThis();
			if (target != null) {
				this.answers.asked(this.key, this.shape,
						new WarmCall(target, this.method.method(), this.invocation.getArguments().clone()));
			}
		}
	}

	@Override
	public @Nullable Object load() throws Throwable {
		return this.load.load();
	}

	@Override
	public boolean isKept(@Nullable Object answer) {
		return this.load.isKept(answer);
	}

}
