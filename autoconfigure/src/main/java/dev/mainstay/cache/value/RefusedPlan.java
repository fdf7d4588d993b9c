package dev.mainstay.cache.value;

/**
 * Copies nothing, and says why.
 */
final class RefusedPlan extends Plan {

	private final String reason;

	RefusedPlan(String reason) {
		this.reason = reason;
	}

	@Override
	Object copy(Object value, Walk walk) {
		throw walk.refuse(this.reason);
	}

}
