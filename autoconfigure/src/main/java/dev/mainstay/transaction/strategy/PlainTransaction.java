package dev.mainstay.transaction.strategy;

import org.springframework.transaction.annotation.Transactional;

/**
 * A transactional method that asks for nothing, to learn what the application's defaults
 * are.
 */
public final class PlainTransaction {

	/**
	 * Return nothing; it is only looked at.
	 * @return nothing
	 */
	@Transactional
	public boolean run() {
		return false;
	}

}
