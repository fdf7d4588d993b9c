package dev.mainstay.constraint;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How often one constraint was broken.
 *
 * @param violation the constraint, or {@code null} for the constraints beyond those that
 * are counted one by one
 * @param count how often
 * @param first when for the first time
 * @param last when for the last time
 */
public record ViolationCount(@Nullable ConstraintViolation violation, long count, Instant first, Instant last) {

}
