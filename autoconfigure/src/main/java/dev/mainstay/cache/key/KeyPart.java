package dev.mainstay.cache.key;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The content of a value that has parts itself, such as a list, an array or a record. Two
 * are equal if they are of the same kind and have equal parts in the same order.
 */
final class KeyPart {

	private final Object kind;

	private final @Nullable Object[] parts;

	private final int hash;

	KeyPart(Object kind, @Nullable Object[] parts) {
		this.kind = kind;
		this.parts = parts;
		this.hash = 31 * kind.hashCode() + Arrays.hashCode(parts);
	}

	Object kind() {
		return this.kind;
	}

	@Nullable Object[] parts() {
		return this.parts;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof KeyPart part && this.hash == part.hash && this.kind.equals(part.kind)
				&& Arrays.equals(this.parts, part.parts));
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	@Override
	public String toString() {
		return QueryKey.join("[", this.parts, "]");
	}

}
