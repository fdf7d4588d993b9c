package dev.mainstay.admission.scaling;

import java.time.Duration;

/**
 * What has happened at a pool since it was made. Counts that have become less, because
 * they were started anew, count from there.
 *
 * @param borrows how many connections were given back
 * @param held for how long these were held
 * @param idle for how much of it nothing was asked of the database; zero where statements
 * are not measured
 * @param refused how many callers got no connection because there was none
 * @param waited how long those waited who got one, where that is known
 */
public record PoolCounts(long borrows, Duration held, Duration idle, long refused, Duration waited) {

}
