package dev.mainstay.cache.shared;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where instances keep the answers that they share, and the numbers of all changes. Safe
 * for use by many threads; throws what goes wrong.
 */
public interface SharedStore {

	/**
	 * Look for an answer.
	 * @param key the digest of the question
	 * @return what was found; an answer of it is current, as far as changes are told
	 */
	Found find(String key);

	/**
	 * Store an answer unless it is not current any more, or a newer one is there.
	 * @param key the digest of the question
	 * @param stamp the stamp that was found before anything of the answer was read
	 * @param tags the names of what it depends on
	 * @param value the answer
	 * @param timeToLive how long to keep it
	 * @return whether it is stored
	 */
	boolean store(String key, Stamp stamp, List<String> tags, byte[] value, Duration timeToLive);

	/**
	 * The number of a moment.
	 *
	 * @param incarnation the name of the sequence that the number belongs to
	 * @param sequence the number of the last change
	 */
	record Stamp(String incarnation, long sequence) {

	}

	/**
	 * An answer that is current.
	 *
	 * @param value the answer
	 * @param tags the names of what it depends on
	 * @param left how long it may still be kept
	 */
	record Entry(byte[] value, List<String> tags, Duration left) {

		public Entry {
			tags = List.copyOf(tags);
		}

	}

	/**
	 * What was found.
	 *
	 * @param entry the answer, or {@code null} if there is none that is current
	 * @param stamp the number of the moment, or {@code null} while the changes of all
	 * instances cannot be known
	 */
	record Found(@Nullable Entry entry, @Nullable Stamp stamp) {

		/**
		 * Nothing, and nothing may be stored.
		 */
		public static final Found NOTHING = new Found(null, null);

	}

}
