package dev.mainstay.cache.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import dev.mainstay.cache.version.TagVersions;

/**
 * What was announced and is not over, here and elsewhere. Each ends by itself when its
 * lease is over. Thread-safe.
 */
final class Holds {

	private static final int MOST = 10_000;

	private static final String OTHERS = "others";

	private final TagVersions versions;

	// Guarded by this.
	private final Map<String, Hold> holds = new HashMap<>();

	Holds(TagVersions versions) {
		this.versions = versions;
	}

	/**
	 * Hold something, or change how long.
	 * @param id the name of the hold
	 * @param tags what to hold; nothing stands for everything
	 * @param end when it ends, in nanoseconds
	 */
	synchronized void hold(String id, Collection<String> tags, long end) {
		Hold known = this.holds.get(id);
		if (known != null) {
			known.end = end;
		}
		else if (this.holds.size() < MOST) {
			begin(id, new Hold(List.copyOf(tags), end));
		}
		else {
			// More than anybody would believe: one for all of them.
			Hold others = this.holds.get(OTHERS);
			if (others == null) {
				begin(OTHERS, new Hold(List.of(), end));
			}
			else if (end - others.end > 0) {
				others.end = end;
			}
		}
	}

	private void begin(String id, Hold hold) {
		this.holds.put(id, hold);
		if (hold.tags.isEmpty()) {
			this.versions.distrust(hold);
		}
		else {
			this.versions.hold(hold.tags);
		}
	}

	synchronized void release(String id) {
		Hold hold = this.holds.remove(id);
		if (hold != null) {
			end(hold);
		}
	}

	synchronized void expire(long now) {
		Iterator<Hold> all = this.holds.values().iterator();
		while (all.hasNext()) {
			Hold hold = all.next();
			if (now - hold.end >= 0) {
				all.remove();
				end(hold);
			}
		}
	}

	private void end(Hold hold) {
		if (hold.tags.isEmpty()) {
			this.versions.trust(hold);
		}
		else {
			this.versions.release(hold.tags);
		}
	}

	/**
	 * One of them.
	 */
	private static final class Hold {

		private final List<String> tags;

		// Guarded by the outer instance.
		private long end;

		Hold(List<String> tags, long end) {
			this.tags = tags;
			this.end = end;
		}

	}

}
