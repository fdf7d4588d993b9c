package dev.mainstay.admission.scaling;

/**
 * How a pool is used at one moment.
 *
 * @param inUse how many connections are lent
 * @param waiting how many callers wait for one
 */
public record PoolUse(int inUse, int waiting) {

}
