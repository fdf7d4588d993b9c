package dev.mainstay.cache.check.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/*
 * Clients note what they sent, when that had returned, and what they were told. After each
 * schedule that is judged against the rows that are there. What had returned so long ago
 * that everybody must see it becomes the base of what comes next; answers that are kept
 * from one schedule to the next are judged all the same.
 */

/**
 * What was changed in a register, from schedule to schedule. Confined to one thread.
 */
final class Timeline {

	private final long boundNanos;

	private Register base;

	private List<Commit> recent = new ArrayList<>();

	// Nobody knows what was changed shortly before.
	private long blindUntil = Long.MIN_VALUE;

	/**
	 * Begin.
	 * @param bound how late changes of other instances may be seen
	 * @param rows what everybody sees
	 */
	Timeline(Duration bound, Map<Place, Row> rows) {
		this.boundNanos = bound.toNanos();
		this.base = new Register(rows);
	}

	/**
	 * Judge a schedule.
	 * @param recording what was done
	 * @param rows what is there in the end
	 * @param settled when everything had an end, and everybody was told
	 * @param tally counts what was judged
	 * @throws Violation if somebody read what must not be
	 */
	void judge(Recording recording, Map<Place, Row> rows, long settled, Tally tally) {
		Register before = this.base.copy();
		this.recent.forEach((commit) -> before.raise(commit.effects()));
		List<Commit> happened = new Outcomes(before, rows, recording.reads()).happened(recording.commits());
		if (happened == null) {
			tally.count("schedules whose outcome nobody knows");
			this.base = new Register(rows);
			this.recent = new ArrayList<>();
			this.blindUntil = settled + this.boundNanos;
			return;
		}
		List<Commit> all = new ArrayList<>(this.recent);
		all.addAll(happened);
		List<Read> reads = recording.reads()
			.stream()
			.filter((read) -> read.direct() || read.begin() > this.blindUntil)
			.toList();
		new Judgement(this.base, all, this.boundNanos, tally).judge(reads);
		tally.count("reads", reads.size());
		tally.count("commits", happened.size());
		fold(all, settled);
	}

	private void fold(List<Commit> all, long settled) {
		List<Commit> kept = new ArrayList<>();
		for (Commit commit : all) {
			Commit known = commit.isCertain() ? commit : commit.settled(settled);
			if (this.boundNanos == 0 || known.returned() < settled - this.boundNanos) {
				this.base.raise(known.effects());
			}
			else {
				kept.add(known);
			}
		}
		// What has gone for good, unless something earlier is still to be folded.
		this.base.all()
			.entrySet()
			.removeIf((entry) -> !entry.getValue().present() && entry.getKey().id() >= Place.GENERATED
					&& kept.stream().noneMatch((commit) -> commit.effects().containsKey(entry.getKey())));
		this.recent = kept;
	}

}
