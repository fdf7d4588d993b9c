package dev.mainstay.cache.check.server;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;

/**
 * What somebody asked and was told.
 *
 * @param instance who has asked
 * @param question what
 * @param rows the answer
 * @param begin when it was asked, before that; of a snapshot when that may have been
 * taken
 * @param end when the answer was there
 * @param direct whether it was surely read from the database
 * @param snapshot which snapshot it was read from, or 0
 * @param own what the transaction had changed itself
 */
record Read(int instance, Question question, long[] rows, long begin, long end, boolean direct, long snapshot,
		Map<Place, Row> own) implements Serializable {

	@Override
	public String toString() {
		return "instance %d, %s: %s from %d to %d%s%s, own: %s".formatted(this.instance, this.question,
				Arrays.toString(this.rows), this.begin, this.end, this.direct ? " past the cache" : "",
				(this.snapshot != 0) ? " of snapshot " + this.snapshot : "", this.own);
	}

}
