package dev.mainstay.transaction;

import org.jspecify.annotations.Nullable;

/**
 * What is done in a transaction, as often as it takes.
 *
 * @param <T> the type of the result
 * @param <E> the type of the checked exceptions, {@link RuntimeException} for none
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object, E extends Throwable> {

	/**
	 * Do the work once. Everything in it is repeated with it.
	 * @return the result, which the caller gets if this attempt is the one that is
	 * committed
	 * @throws E if it fails; the transaction is rolled back
	 */
	T run() throws E;

}
