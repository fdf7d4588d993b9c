package dev.mainstay.cache.jpa;

import org.hibernate.SessionEventListener;

import dev.mainstay.cache.tracking.LoadTrace;

/**
 * Notices what a session of Hibernate takes from its second-level cache or query cache:
 * no statement tells what that was read from. Hibernate makes one for each session.
 */
public final class SecondLevelCacheReads implements SessionEventListener {

	private static final long serialVersionUID = 1;

	@Override
	public void cacheGetEnd(boolean hit) {
		if (hit) {
			LoadTrace
				.readUnseen("A part of it comes from Hibernate's second-level cache, whose changes are not followed");
		}
	}

}
