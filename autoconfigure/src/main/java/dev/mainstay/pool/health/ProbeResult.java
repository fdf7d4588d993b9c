package dev.mainstay.pool.health;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The answer of one probe.
 *
 * @param reachable whether the database answered
 * @param checkedAt when it was asked
 * @param responseTime how long the answer took, or how long it was waited for
 * @param note what is worth knowing beside the answer, such as why there was none, or
 * {@code null}
 */
public record ProbeResult(boolean reachable, Instant checkedAt, Duration responseTime, @Nullable String note) {

}
