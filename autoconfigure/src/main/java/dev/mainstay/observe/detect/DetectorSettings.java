package dev.mainstay.observe.detect;

/**
 * From when on repeated statements are findings.
 *
 * @param nPlusOne how many executions of a statement with different values, from one
 * place in one unit of work, are a finding; zero to look for none
 * @param identical how many executions of a statement with the same values in one unit of
 * work are a finding; zero to look for none
 */
public record DetectorSettings(int nPlusOne, int identical) {

	boolean isOff() {
		return this.nPlusOne == 0 && this.identical == 0;
	}

}
