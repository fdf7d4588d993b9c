package dev.mainstay.observe.detect;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.StatementKind;

/**
 * The executions of one statement in one unit of work. Confined to the thread that does
 * the work.
 */
final class QueryRun {

	private final Fingerprint fingerprint;

	private final String dataSource;

	private final boolean read;

	private final @Nullable ParameterCounts parameters;

	private String text;

	private long executions;

	// Numbers of statements of the unit of work.
	private long begun;

	private long last;

	// How many sets of values may belong to rows of another query.
	private int different;

	private int restarts;

	private int pauses;

	private @Nullable Suspect suspect;

	private @Nullable PlaceTally places;

	private boolean innocent;

	private @Nullable LiveFinding finding;

	QueryRun(Fingerprint fingerprint, String dataSource, String text, int mostParameters) {
		this.fingerprint = fingerprint;
		this.dataSource = dataSource;
		this.text = text;
		this.read = fingerprint.kind() == StatementKind.SELECT && !fingerprint.locks();
		this.parameters = this.read ? new ParameterCounts(mostParameters) : null;
	}

	Fingerprint fingerprint() {
		return this.fingerprint;
	}

	String dataSource() {
		return this.dataSource;
	}

	String text() {
		return this.text;
	}

	// The same statement may come as another text next time.
	void text(String text) {
		this.text = text;
	}

	boolean isRead() {
		return this.read;
	}

	long executions() {
		return this.executions;
	}

	long begun() {
		return this.begun;
	}

	long last() {
		return this.last;
	}

	void executed(long number) {
		this.executions++;
		this.last = number;
	}

	/**
	 * Begin anew if the unit of work has.
	 * @param currentRestarts how many times the unit of work has begun anew
	 * @param currentPauses how many times it has paused
	 * @param number the number of the statement that is being looked at
	 */
	void catchUp(int currentRestarts, int currentPauses, long number) {
		if (this.restarts != currentRestarts || this.executions == 0) {
			this.restarts = currentRestarts;
			this.pauses = currentPauses;
			restart(number);
		}
		else if (this.pauses != currentPauses && this.parameters != null) {
			this.pauses = currentPauses;
			this.parameters.forgetCounts();
		}
	}

	void restart(long number) {
		this.begun = number;
		this.different = 0;
		if (this.parameters != null) {
			this.parameters.clear();
		}
		if (this.places != null) {
			this.places.clear();
		}
	}

	/**
	 * Count the values of an execution.
	 * @param key tells sets of values apart
	 * @param small whether the execution may be one for a row of another query
	 * @return how many executions had these values; negative if these are the first ones
	 * that have them and are small
	 */
	int count(int key, boolean small) {
		if (this.parameters == null) {
			return 0;
		}
		int before = this.parameters.distinct();
		int times = this.parameters.add(key);
		if (small && this.parameters.distinct() > before) {
			this.different++;
			return -times;
		}
		return times;
	}

	int different() {
		return this.different;
	}

	@Nullable Suspect suspect() {
		return this.suspect;
	}

	void suspect(Suspect suspect) {
		this.suspect = suspect;
	}

	PlaceTally places() {
		PlaceTally known = this.places;
		if (known == null) {
			known = new PlaceTally();
			this.places = known;
		}
		return known;
	}

	boolean isInnocent() {
		return this.innocent;
	}

	void acquit() {
		this.innocent = true;
	}

	@Nullable LiveFinding finding() {
		return this.finding;
	}

	void found(LiveFinding found) {
		this.finding = found;
	}

	boolean wasSuspectedInVain() {
		return this.places != null && this.finding == null;
	}

}
