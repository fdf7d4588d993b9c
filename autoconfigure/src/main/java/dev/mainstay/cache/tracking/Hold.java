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

	private final boolean unseen;

	private Hold(TagVersions versions, Set<String> names, boolean everything, boolean unseen) {
		this.versions = versions;
		this.names = names;
		this.everything = everything;
		this.unseen = unseen;
	}

	static Hold begin(TagVersions versions, Set<String> names, boolean everything) {
		Hold hold = new Hold(versions, everything ? Set.of() : Set.copyOf(names), everything, false);
		if (everything) {
			versions.distrust(hold);
		}
		else {
			versions.hold(hold.names);
		}
		return hold;
	}

	// Everything, although nobody keeps answers yet, at the least cost.
	static Hold unseen(TagVersions versions) {
		versions.beginUnseen();
		return new Hold(versions, Set.of(), true, true);
	}

	/**
	 * The versions of what was changed are raised, or nothing was.
	 */
	void end() {
		if (this.unseen) {
			this.versions.endUnseen();
		}
		else if (this.everything) {
			this.versions.trust(this);
		}
		else {
			this.versions.letGo(this.names);
		}
	}

}
