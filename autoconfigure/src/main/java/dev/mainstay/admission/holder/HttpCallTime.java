package dev.mainstay.admission.holder;

import java.time.Duration;

/**
 * For how long an operation has held connections for HTTP calls, all in all.
 *
 * @param operation the name of the operation
 * @param call the calls
 * @param count how many of them it made while it held a connection
 * @param held for how long it held one for them
 * @param longest for how long it held one for the slowest
 */
public record HttpCallTime(String operation, String call, long count, Duration held, Duration longest) {

}
