package dev.mainstay.cache.value;

import java.lang.reflect.Proxy;

/**
 * Tells projections that were taken off their origin from all other proxies: both may
 * share a class.
 */
final class ProxyPlan extends Plan {

	private final Plan own;

	private final Plan others;

	ProxyPlan(Class<?> type) {
		this.own = ProjectionPlan.of(type, true);
		this.others = ProjectionPlan.of(type, false);
	}

	@Override
	Object copy(Object value, Walk walk) {
		boolean taken = Proxy.getInvocationHandler(value) instanceof Projection;
		return (taken ? this.own : this.others).copy(value, walk);
	}

}
