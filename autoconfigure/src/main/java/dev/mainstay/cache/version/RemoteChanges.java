package dev.mainstay.cache.version;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How this instance hears of what other instances change. Safe for use by many threads.
 */
public interface RemoteChanges {

	/**
	 * Nobody tells this instance, as where it is the only one.
	 */
	RemoteChanges NONE = new RemoteChanges() {

		@Override
		public String mode() {
			return "local";
		}

		@Override
		public Duration stalenessBound() {
			return Duration.ZERO;
		}

	};

	/**
	 * Return the way it is told.
	 * @return {@code local}, {@code postgres}, {@code redis} or another word
	 */
	String mode();

	/**
	 * Return how long after a change of another instance an answer without it may be
	 * given.
	 * @return the longest time; zero if there is none
	 */
	Duration stalenessBound();

	/**
	 * Return why the changes of others cannot be known at the moment.
	 * @return the reason in a sentence for people; {@code null} if there is none, or none
	 * is known
	 */
	default @Nullable String doubt() {
		return null;
	}

	/**
	 * Return what became of changes that were to be announced to others.
	 * @return the figures; {@code null} if none are to be
	 */
	default @Nullable AnnouncementStatistics announcements() {
		return null;
	}

}
