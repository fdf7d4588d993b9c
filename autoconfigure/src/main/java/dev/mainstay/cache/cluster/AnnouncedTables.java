package dev.mainstay.cache.cluster;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.version.AnnouncedChange;
import dev.mainstay.cache.version.AnnouncementStatistics;
import dev.mainstay.cache.version.ChangeAnnouncer;
import dev.mainstay.cache.version.TagNames;
import dev.mainstay.datasource.UnannouncedChangeException;

/**
 * Announces what changes a few tables, or all of them, and knows what to do where that
 * cannot be. Thread-safe.
 */
public final class AnnouncedTables implements ChangeAnnouncer {

	/**
	 * The name that stands for all tables.
	 */
	public static final String ALL = "*";

	private static final Logger logger = LoggerFactory.getLogger(AnnouncedTables.class);

	private final ClusterInvalidation cluster;

	private final Set<String> tables;

	private final UnpublishedChange unpublishedChange;

	private final LongAdder published = new LongAdder();

	private final LongAdder unpublished = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final AtomicBoolean degraded = new AtomicBoolean();

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create an announcer.
	 * @param cluster tells the others
	 * @param tables the names of the tables in lower case, or {@link #ALL}
	 * @param unpublishedChange what to do about a change that could not be announced
	 */
	public AnnouncedTables(ClusterInvalidation cluster, Set<String> tables, UnpublishedChange unpublishedChange) {
		this.cluster = cluster;
		this.tables = Set.copyOf(tables);
		this.unpublishedChange = unpublishedChange;
	}

	@Override
	public AnnouncedChange announceOrRefuse(Set<String> names) throws SQLException {
		if (!concerns(names)) {
			return AnnouncedChange.NONE;
		}
		Announcement announcement = this.cluster.announce(names);
		if (!isPublished(announcement)) {
			if (this.unpublishedChange == UnpublishedChange.FAIL) {
				announcement.done();
				this.refused.increment();
				throw refusal();
			}
			proceed();
		}
		return announcement;
	}

	@Override
	public AnnouncedChange announce(Set<String> names) {
		if (!concerns(names)) {
			return AnnouncedChange.NONE;
		}
		Announcement announcement = this.cluster.announce(names);
		if (!isPublished(announcement)) {
			proceed();
		}
		return announcement;
	}

	private boolean concerns(Set<String> names) {
		return names.isEmpty() || this.tables.contains(ALL)
				|| TagNames.withoutRows(names).stream().anyMatch(this.tables::contains);
	}

	private boolean isPublished(Announcement announcement) {
		boolean heard = announcement.isPublished();
		if (heard) {
			this.published.increment();
		}
		// Most times there is nothing to write.
		if (this.degraded.get() == heard) {
			this.degraded.set(!heard);
		}
		return heard;
	}

	private void proceed() {
		this.unpublished.increment();
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Query cache: a change could not be announced to other instances, and is made nevertheless. "
					+ "They may give what was there before for {}. Later ones are counted under "
					+ "/actuator/database/cache", this.cluster.stalenessBound());
		}
	}

	private UnannouncedChangeException refusal() {
		Exception cause = this.cluster.failure();
		return new UnannouncedChangeException(
				"The change was not committed, because other instances could not be told to expect it (%s), "
					.formatted((cause != null) ? cause.getMessage() : "the channel to them does not answer")
						+ "and db.cache.announce.if-unpublished=fail",
				cause);
	}

	/**
	 * Return what became of the announcements.
	 * @return the figures since the start
	 */
	public AnnouncementStatistics statistics() {
		return new AnnouncementStatistics(this.published.sum(), this.unpublished.sum(), this.refused.sum(),
				this.degraded.get());
	}

}
