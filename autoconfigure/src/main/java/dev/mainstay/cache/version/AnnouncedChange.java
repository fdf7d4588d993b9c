package dev.mainstay.cache.version;

/**
 * A change that other instances have been told to expect. One of its methods is called
 * when it is over; more does no harm.
 */
public interface AnnouncedChange {

	/**
	 * Nobody was told to expect anything.
	 */
	AnnouncedChange NONE = new AnnouncedChange() {

		@Override
		public void done() {
		}

		@Override
		public void unknown() {
		}

	};

	/**
	 * It is known how it ended, and what was changed has been told.
	 */
	void done();

	/**
	 * It is not known how it ended, or whether it has.
	 */
	void unknown();

}
