package dev.mainstay.cache.warm;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.key.KeyMoment;
import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.store.Shape;

/*
 * Heat is in how many of the last turns it was asked, the latest counting most: whoever
 * is asked in most of them will be asked in the next one, too, which is all that has to
 * be known. To count each use would make threads write to the same memory.
 */

/**
 * A question that is asked again and again, and how it is asked. Asked on any thread,
 * everything else in turns.
 */
final class Question extends Errand {

	private static final double FADE = 0.98;

	private static final double WORTH = 2.5;

	private static final double FORGOTTEN = 0.1;

	private final QueryKey key;

	private final Shape shape;

	private final WarmCall call;

	private final Repeater repeater;

	private volatile boolean asked;

	// Each read in the background has to be earned by somebody who asks.
	private volatile boolean earned;

	private volatile boolean impossible;

	private volatile double heat;

	private volatile boolean askedHere;

	// Changed by turns only.
	private boolean counted;

	Question(QueryKey key, Shape shape, WarmCall call, Repeater repeater) {
		this.key = key;
		this.shape = shape;
		this.call = call;
		this.repeater = repeater;
	}

	void asked() {
		this.asked = true;
		this.earned = true;
	}

	/**
	 * Begin a turn.
	 * @param moment what keys depend on that are made in the background
	 * @return whether it is asked so seldom that it can be forgotten
	 */
	boolean turn(@Nullable KeyMoment moment) {
		this.heat = this.heat * FADE + (this.asked ? 1 : 0);
		this.asked = false;
		this.askedHere = moment != null && this.key.isAskedAt(moment);
		return this.heat < FORGOTTEN;
	}

	/**
	 * Return whether it would be repeated if it was the same question in the background,
	 * once.
	 * @return whether that is found for the first time
	 */
	boolean isFoundElsewhere() {
		boolean found = !this.counted && !this.askedHere && this.heat >= WORTH;
		this.counted |= found;
		return found;
	}

	boolean isRepeatable() {
		return this.askedHere && !this.impossible;
	}

	double heat() {
		return this.heat;
	}

	QueryKey key() {
		return this.key;
	}

	@Override
	@Nullable WarmingReason due(long now) {
		boolean worth = this.heat >= WORTH && this.earned && isRepeatable() && !this.shape.isSampling();
		return worth ? this.repeater.due(this.key, now) : null;
	}

	@Override
	Outcome read() throws Throwable {
		this.earned = false;
		Outcome outcome = this.repeater.repeat(this.key, this.call);
		this.impossible |= outcome == Outcome.UNREPEATABLE;
		return outcome;
	}

	@Override
	String name() {
		return this.shape.name();
	}

}
