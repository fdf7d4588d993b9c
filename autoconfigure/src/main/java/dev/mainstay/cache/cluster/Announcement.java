package dev.mainstay.cache.cluster;

import java.util.Set;

import dev.mainstay.cache.version.AnnouncedChange;

/**
 * Something that is going to be changed, such as by a transaction that is about to
 * commit. Until it is over no instance that has heard of it serves what depends on it.
 * One of {@link #done()} and {@link #unknown()} has to be called; more does no harm.
 */
public final class Announcement implements AnnouncedChange {

	private final ClusterInvalidation cluster;

	private final long id;

	private final Set<String> tags;

	private volatile boolean heard;

	Announcement(ClusterInvalidation cluster, long id, Set<String> tags) {
		this.cluster = cluster;
		this.id = id;
		this.tags = Set.copyOf(tags);
	}

	/**
	 * Return whether it was published, so that other instances hear of it.
	 * @return whether it was; if not, they learn of the change only after it
	 */
	public boolean isPublished() {
		return this.heard;
	}

	@Override
	public void done() {
		this.cluster.done(this);
	}

	/**
	 * It is not known how it ended, or whether it has: what depends on it is not served
	 * before the lease of the announcement is over.
	 */
	@Override
	public void unknown() {
		this.cluster.unknown(this);
	}

	void published() {
		this.heard = true;
	}

	long id() {
		return this.id;
	}

	Set<String> tags() {
		return this.tags;
	}

}
