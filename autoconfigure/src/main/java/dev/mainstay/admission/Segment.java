package dev.mainstay.admission;

import org.jspecify.annotations.Nullable;

/**
 * A part of the callers of a {@link Gate}, with permits that are guaranteed to them and a
 * number of permits that they may not exceed. What a segment does not use of its
 * guarantee is lent to others, but for a small part and what it has lately used; it comes
 * back as soon as those who borrowed it are done, before anybody else gets a permit.
 */
public final class Segment {

	/**
	 * Name of the segment of all who are in no other.
	 */
	public static final String DEFAULT = "default";

	// How long it is remembered how many permits were in use at once: between one and two
	// of these, in nanoseconds.
	private static final long MEMORY = 10_000_000_000L;

	private final String name;

	private final int guaranteed;

	private final int maximum;

	private final int alwaysKept;

	private final @Nullable Shedding shed;

	private final AdmissionSettings settings;

	private final GateStatistics statistics;

	private final Line line;

	// All of these are written by whoever has the lock of the gate, and read by anybody
	// who
	// chooses a segment, for whom it is enough to be about right.
	private volatile int inUse;

	private volatile int waiting;

	private volatile int peak;

	private volatile int earlierPeak;

	private volatile long peakSince;

	Segment(SegmentLimits limits, AdmissionSettings settings) {
		this.name = limits.name();
		this.guaranteed = limits.guaranteed();
		this.maximum = limits.maximum();
		this.alwaysKept = (int) Math.round(limits.guaranteed() * (1 - settings.lentShare()));
		this.shed = limits.shed();
		this.settings = settings;
		this.statistics = new GateStatistics();
		this.line = new Line(settings);
	}

	/**
	 * Return the name.
	 * @return the name as it was configured
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return how many permits are guaranteed.
	 * @return the number, 0 for none
	 */
	public int guaranteed() {
		return this.guaranteed;
	}

	/**
	 * Return what has happened so far.
	 * @return the live figures
	 */
	public GateStatistics statistics() {
		return this.statistics;
	}

	Shedding shed() {
		return (this.shed != null) ? this.shed : this.settings.shed();
	}

	int maximum() {
		return this.maximum;
	}

	Line line() {
		return this.line;
	}

	int inUse() {
		return this.inUse;
	}

	int waiting() {
		return this.waiting;
	}

	void took(long now) {
		this.inUse = this.inUse + 1;
		wants(this.inUse, now);
	}

	void gaveBack(long now) {
		wants(this.inUse, now);
		this.inUse = this.inUse - 1;
	}

	void begins(Waiter waiter, long now) {
		this.waiting = this.waiting + 1;
		if (!waiter.nested) {
			wants(this.inUse + this.line.size(), now);
		}
	}

	void ends() {
		this.waiting = this.waiting - 1;
	}

	private void wants(int count, long now) {
		long age = now - this.peakSince;
		if (age >= MEMORY) {
			this.earlierPeak = (age < 2 * MEMORY) ? this.peak : 0;
			this.peak = 0;
			this.peakSince = now;
		}
		this.peak = Math.max(this.peak, count);
	}

	private int lately(long now) {
		long age = now - this.peakSince;
		if (age >= 2 * MEMORY) {
			return 0;
		}
		return (age >= MEMORY) ? this.peak : Math.max(this.peak, this.earlierPeak);
	}

	boolean isFull() {
		return this.inUse >= this.maximum;
	}

	boolean isBelowGuarantee() {
		return this.inUse < this.guaranteed;
	}

	/**
	 * Return how many permits are kept for it that it does not use.
	 * @param now the time
	 * @return the number of permits that others may not borrow
	 */
	int kept(long now) {
		if (this.guaranteed == 0) {
			return 0;
		}
		int keep = Math.min(this.guaranteed, Math.max(lately(now), this.alwaysKept));
		return Math.max(0, keep - this.inUse);
	}

	boolean isConsistent() {
		return this.inUse >= 0 && this.waiting >= this.line.size() && this.line.isConsistent();
	}

}
