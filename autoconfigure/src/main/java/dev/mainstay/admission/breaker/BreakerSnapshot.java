package dev.mainstay.admission.breaker;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.mainstay.failure.FailureKind;

/**
 * A {@link Breaker} at one moment.
 *
 * @param state what it does with callers
 * @param since since when it is closed, or is not
 * @param trips how often it has opened
 * @param refusals how many callers it has refused
 * @param lastFailure what the last failure to connect was, or {@code null} if there was
 * none
 */
public record BreakerSnapshot(BreakerState state, Instant since, long trips, long refusals,
		@Nullable FailureKind lastFailure) {

}
