package dev.mainstay.testsupport.ledger;

import java.time.Duration;

/**
 * How much is to be done by how many.
 *
 * @param accounts the number of accounts; the fewer, the more transfers meet
 * @param threads the number of threads
 * @param transfers the number of transfers
 * @param seed what the transfers, and the choices of the nemeses, are derived from
 * @param limit how long all of it may take before the run is broken off
 */
public record Load(int accounts, int threads, int transfers, long seed, Duration limit) {

	static final long INITIAL_BALANCE = 1000;

	private static final Duration USUAL_LIMIT = Duration.ofMinutes(3);

	/**
	 * Return a load of 32 threads.
	 * @param accounts the number of accounts
	 * @param transfers the number of transfers
	 * @return the load
	 */
	public static Load of(int accounts, int transfers) {
		return new Load(accounts, 32, transfers, 1, USUAL_LIMIT);
	}

	/**
	 * Derive other transfers.
	 * @param other the seed
	 * @return the load with the seed
	 */
	public Load withSeed(long other) {
		return new Load(this.accounts, this.threads, this.transfers, other, this.limit);
	}

}
