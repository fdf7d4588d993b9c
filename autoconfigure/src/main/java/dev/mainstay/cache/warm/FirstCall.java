package dev.mainstay.cache.warm;

import org.jspecify.annotations.Nullable;

/**
 * A call without arguments that is made once the application is ready, and again if its
 * answer could not be kept at first, as when the catalog is not known yet.
 */
final class FirstCall extends Errand {

	private static final int MOST_ATTEMPTS = 5;

	private final Object bean;

	private final WarmCall call;

	private final Repeater repeater;

	private volatile boolean over;

	FirstCall(Object bean, WarmCall call, Repeater repeater) {
		this.bean = bean;
		this.call = call;
		this.repeater = repeater;
	}

	@Override
	@Nullable WarmingReason due(long now) {
		return (this.over || vain() >= MOST_ATTEMPTS) ? null : WarmingReason.START;
	}

	@Override
	Outcome read() throws Throwable {
		Outcome outcome = this.repeater.call(this.bean, this.call);
		this.over = outcome != Outcome.NOT_KEPT;
		return outcome;
	}

	@Override
	String name() {
		return this.call.name();
	}

}
