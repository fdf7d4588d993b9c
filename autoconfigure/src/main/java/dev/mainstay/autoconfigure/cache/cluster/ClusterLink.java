package dev.mainstay.autoconfigure.cache.cluster;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import dev.mainstay.autoconfigure.cache.CacheInvalidation;
import dev.mainstay.cache.cluster.AnnouncedTables;
import dev.mainstay.cache.cluster.ClusterInvalidation;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.version.AnnouncementStatistics;
import dev.mainstay.cache.version.RemoteChanges;

/**
 * The link to other instances, if there is to be one. Starts before whatever may write,
 * and stops after it.
 */
final class ClusterLink implements SmartLifecycle, RemoteChanges {

	private static final int FIRST = Integer.MIN_VALUE + 1000;

	private final CacheInvalidation mode;

	private final @Nullable ClusterInvalidation cluster;

	private final @Nullable AnnouncedTables announced;

	private final ChangeTracker tracker;

	private final Runnable check;

	private volatile boolean running;

	/**
	 * Create a link that is not connected.
	 * @param mode how others are told
	 * @param cluster tells them, or {@code null} if there are none
	 * @param announced what they are told before it is committed, if anything
	 * @param tracker sees what is to be announced
	 * @param check refuses to start where that cannot work
	 */
	ClusterLink(CacheInvalidation mode, @Nullable ClusterInvalidation cluster, @Nullable AnnouncedTables announced,
			ChangeTracker tracker, Runnable check) {
		this.mode = mode;
		this.cluster = cluster;
		this.announced = announced;
		this.tracker = tracker;
		this.check = check;
	}

	@Nullable ClusterInvalidation cluster() {
		return this.cluster;
	}

	@Override
	public void start() {
		if (this.cluster != null) {
			this.check.run();
			this.cluster.start();
		}
		// What is written before, such as by a migration, finds nobody to tell.
		if (this.announced != null) {
			this.tracker.announceBy(this.announced);
		}
		this.running = true;
	}

	@Override
	public void stop() {
		if (this.cluster != null) {
			this.cluster.close();
		}
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	// Whoever has said goodbye does not come back.
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return FIRST;
	}

	@Override
	public String mode() {
		return this.mode.name().toLowerCase(Locale.ROOT);
	}

	@Override
	public Duration stalenessBound() {
		return (this.cluster != null) ? this.cluster.stalenessBound() : Duration.ZERO;
	}

	@Override
	public @Nullable AnnouncementStatistics announcements() {
		return (this.announced != null) ? this.announced.statistics() : null;
	}

	@Override
	public @Nullable String doubt() {
		return (this.cluster != null && !this.cluster.statistics().connected())
				? "The channel to other instances is not connected" : null;
	}

}
