package dev.mainstay.admission.holder;

import java.time.Duration;

/**
 * For how long an operation has had connections, all in all.
 *
 * @param operation the name of the operation
 * @param count how many times it had one that was given back
 * @param held for how long
 * @param idle for how much of it nothing was asked of the database; zero where statements
 * are not measured
 */
public record HeldTime(String operation, long count, Duration held, Duration idle) {

}
