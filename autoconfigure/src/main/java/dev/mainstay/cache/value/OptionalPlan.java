package dev.mainstay.cache.value;

import java.util.Objects;
import java.util.Optional;

/**
 * Copies optional values.
 */
final class OptionalPlan extends Plan {

	@Override
	Object copy(Object value, Walk walk) {
		Object held = ((Optional<?>) value).orElse(null);
		walk.weigh(16);
		if (held == null) {
			walk.immutable();
			return value;
		}
		Object copy = Objects.requireNonNull(walk.copy(held, null, -1));
		walk.onlyParts(walk.isMutable());
		return (copy != held) ? Optional.of(copy) : value;
	}

}
