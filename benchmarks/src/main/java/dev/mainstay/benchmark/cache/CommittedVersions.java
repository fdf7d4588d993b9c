package dev.mainstay.benchmark.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The version of each recipe whose commit has returned to whoever changed it. Nobody who
 * begins to read later may be given an older one.
 */
final class CommittedVersions {

	private final AtomicLongArray versions;

	CommittedVersions(int recipes) {
		this.versions = new AtomicLongArray(recipes + 1);
	}

	void committed(int recipe, long version) {
		this.versions.accumulateAndGet(recipe, version, Math::max);
	}

	long of(int recipe) {
		return this.versions.get(recipe);
	}

	List<Integer> changedRecipes() {
		List<Integer> changed = new ArrayList<>();
		for (int recipe = 1; recipe < this.versions.length(); recipe++) {
			if (of(recipe) > 0) {
				changed.add(recipe);
			}
		}
		return changed;
	}

}
