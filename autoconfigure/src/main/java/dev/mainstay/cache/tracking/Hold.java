package dev.mainstay.cache.tracking;

import java.util.Set;

import dev.mainstay.cache.version.TagVersions;

/*
 * A commit becomes visible in the database before its versions are raised. Whoever reads
 * the new rows there in between must not read the old ones afterwards, in another answer.
 */

/**
 * Keeps answers from being given or kept while what they depend on becomes visible.
 */
final class Hold {

	private final TagVersions versions;

	private final Set<String> names;

	private final boolean everything;

	private Hold(TagVersions versions, Set<String> names, boolean everything) {
		this.versions = versions;
		this.names = names;
		this.everything = everything;
	}

	static Hold begin(TagVersions versions, Set<String> names, boolean everything) {
		Hold hold = new Hold(versions, everything ? Set.of() : Set.copyOf(names), everything);
		if (everything) {
			versions.distrust(hold);
		}
		else {
			versions.hold(hold.names);
		}
		return hold;
	}

	/**
	 * The versions of what was changed are raised, or nothing was.
	 */
	void end() {
		if (this.everything) {
			this.versions.trust(this);
		}
		else {
			this.versions.letGo(this.names);
		}
	}

}
