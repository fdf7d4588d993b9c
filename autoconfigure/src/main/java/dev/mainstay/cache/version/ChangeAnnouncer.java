package dev.mainstay.cache.version;

import java.sql.SQLException;
import java.util.Set;

/**
 * Tells other instances of what this one is going to change, where it must not be seen
 * late. Called on the thread that makes the change, so it costs what it takes. Safe for
 * use by many threads.
 */
public interface ChangeAnnouncer {

	/**
	 * Nothing is announced.
	 */
	ChangeAnnouncer NONE = new ChangeAnnouncer() {

		@Override
		public AnnouncedChange announceOrRefuse(Set<String> names) {
			return AnnouncedChange.NONE;
		}

		@Override
		public AnnouncedChange announce(Set<String> names) {
			return AnnouncedChange.NONE;
		}

	};

	/**
	 * Something is about to be committed, unless this refuses it.
	 * @param names the names of what is going to be changed; none for anything
	 * @return what the caller ends when the change is over
	 * @throws SQLException if it must not be committed, because others do not hear of it
	 */
	AnnouncedChange announceOrRefuse(Set<String> names) throws SQLException;

	/**
	 * Something is about to be committed, whatever becomes of the announcement.
	 * @param names the names of what is going to be changed; none for anything
	 * @return what the caller ends when the change is over
	 */
	AnnouncedChange announce(Set<String> names);

}
