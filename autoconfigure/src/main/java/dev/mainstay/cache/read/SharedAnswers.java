package dev.mainstay.cache.read;

import dev.mainstay.cache.store.Answer;

/**
 * Answers that instances share, asked for when this one has none of its own. Safe for use
 * by many threads; does not throw.
 */
public interface SharedAnswers {

	/**
	 * Nothing is shared.
	 */
	SharedAnswers NONE = new SharedAnswers() {

		@Override
		public SharedLookup find(Object key) {
			return SharedLookup.NOTHING;
		}

		@Override
		public void offer(Object ticket, Answer answer) {
			// Nobody takes it.
		}

	};

	/**
	 * Look for an answer. Takes a bounded time.
	 * @param key the question
	 * @return what was found; an answer of it was current at a moment after this was
	 * called, as far as the changes of all instances are known
	 */
	SharedLookup find(Object key);

	/**
	 * Share an answer that was read after a look-up, and contains nothing that was read
	 * before. Returns at once.
	 * @param ticket the ticket of that look-up
	 * @param answer the answer, which is stored here
	 */
	void offer(Object ticket, Answer answer);

}
