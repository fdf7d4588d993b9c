package dev.mainstay.endpoint;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.scaling.PoolScaling;
import dev.mainstay.admission.scaling.ResizeDirection;
import dev.mainstay.admission.scaling.SizeAdvice;

/**
 * Which size a pool should have, as JSON.
 *
 * @param verdict the name of the verdict
 * @param size how many connections the pool may have
 * @param recommended how many it should have
 * @param arrivalsPerSecond how many callers wanted one in a second
 * @param holdMs how long they held it, on average
 * @param idleShare for which part of that nothing was asked of the database, from 0 to 1
 * @param offeredLoad how many would be lent, on average, if nobody had to wait
 * @param peak how many were lent at the same time at most
 * @param measuredWaitMs how long callers waited, on average
 * @param waitMs how long they would wait with the present size; {@code null} for ever
 * longer
 * @param recommendedWaitMs how long they would wait with the recommended size;
 * {@code null} for ever longer
 * @param coveredMs how much time was looked at
 * @param advice the same in words
 * @param resizedUp how often the pool was made larger
 * @param resizedDown how often it was made smaller
 */
record ScalingDescriptor(String verdict, int size, int recommended, double arrivalsPerSecond, double holdMs,
		double idleShare, double offeredLoad, int peak, double measuredWaitMs, @Nullable Double waitMs,
		@Nullable Double recommendedWaitMs, double coveredMs, String advice, long resizedUp, long resizedDown) {

	static @Nullable ScalingDescriptor of(@Nullable PoolScaling scaling, String dataSource) {
		SizeAdvice advice = (scaling != null) ? scaling.advice(dataSource) : null;
		if (scaling == null || advice == null) {
			return null;
		}
		return new ScalingDescriptor(advice.verdict().id(), advice.size(), advice.recommended(),
				Numbers.rounded(advice.arrivalsPerSecond()), Milliseconds.of(advice.hold()),
				Numbers.rounded(advice.idleShare()), Numbers.rounded(advice.offeredLoad()), advice.peak(),
				Milliseconds.of(advice.measuredWait()),
				(advice.waitNow() != null) ? Milliseconds.of(advice.waitNow()) : null,
				(advice.waitThen() != null) ? Milliseconds.of(advice.waitThen()) : null,
				Milliseconds.of(advice.covered()), advice.sentence(), scaling.resizes(dataSource, ResizeDirection.UP),
				scaling.resizes(dataSource, ResizeDirection.DOWN));
	}

}
