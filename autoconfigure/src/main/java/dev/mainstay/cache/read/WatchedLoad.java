package dev.mainstay.cache.read;

import dev.mainstay.cache.store.Answer;

/**
 * A load that hears of the answers that are given in its place. A class, so that hits can
 * tell quickly whether a load is one.
 *
 * @param <T> the type of the answer
 */
public abstract class WatchedLoad<T> implements Load<T> {

	/**
	 * An answer was found, so that nothing is loaded. Called with every hit, so it must
	 * be quick and must not throw.
	 * @param answer the answer
	 */
	public abstract void given(Answer answer);

}
