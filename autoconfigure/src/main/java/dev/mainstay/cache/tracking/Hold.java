package dev.mainstay.cache.tracking;

import java.util.Set;

import dev.mainstay.cache.version.AnnouncedChange;
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

	private final AnnouncedChange announced;

	private Hold(TagVersions versions, Set<String> names, boolean everything, AnnouncedChange announced) {
		this.versions = versions;
		this.names = names;
		this.everything = everything;
		this.announced = announced;
	}

	static Hold begin(TagVersions versions, Set<String> names, boolean everything, AnnouncedChange announced) {
		Hold hold = new Hold(versions, everything ? Set.of() : Set.copyOf(names), everything, announced);
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
	 * @param known whether it is known what happened
	 */
	void end(boolean known) {
		if (this.everything) {
			this.versions.trust(this);
		}
		else {
			this.versions.letGo(this.names);
		}
		if (known) {
			this.announced.done();
		}
		else {
			this.announced.unknown();
		}
	}

}
