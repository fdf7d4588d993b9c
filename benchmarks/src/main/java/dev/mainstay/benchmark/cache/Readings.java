package dev.mainstay.benchmark.cache;

import java.util.Arrays;

/**
 * What one thread found while it read and changed recipes.
 */
final class Readings {

	private long[] nanos = new long[1024];

	private int reads;

	private int staleRecipes;

	private int staleSearches;

	private int failedChanges;

	private long operations;

	void read(long elapsedNanos) {
		if (this.reads == this.nanos.length) {
			this.nanos = Arrays.copyOf(this.nanos, this.reads * 2);
		}
		this.nanos[this.reads++] = elapsedNanos;
	}

	void operation() {
		this.operations++;
	}

	void staleRecipe() {
		this.staleRecipes++;
	}

	void staleSearch() {
		this.staleSearches++;
	}

	void failedChange() {
		this.failedChanges++;
	}

	long operations() {
		return this.operations;
	}

	int staleRecipes() {
		return this.staleRecipes;
	}

	int staleSearches() {
		return this.staleSearches;
	}

	int failedChanges() {
		return this.failedChanges;
	}

	long[] nanos() {
		return Arrays.copyOf(this.nanos, this.reads);
	}

}
