package dev.mainstay.cache.key;

/**
 * Stands for one object in keys, without keeping it in memory.
 */
public final class KeyIdentity {

	KeyIdentity() {
	}

	@Override
	public String toString() {
		return "@";
	}

}
