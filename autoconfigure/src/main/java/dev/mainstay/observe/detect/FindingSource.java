package dev.mainstay.observe.detect;

import java.time.Instant;

/**
 * Makes a finding with all that has to be found out once.
 */
interface FindingSource {

	/**
	 * Make the finding.
	 * @param now the time it is seen
	 * @return the finding
	 */
	Finding create(Instant now);

}
