package dev.mainstay.admission.scaling;

/**
 * A pool whose load is looked at. Asked by one thread, many times a minute.
 */
public interface ScaledPool {

	/**
	 * Return the bean name of the data source.
	 * @return the name
	 */
	String name();

	/**
	 * Return whether the pool has been started and is not closed.
	 * @return whether there is a load to look at
	 */
	boolean isStarted();

	/**
	 * Return whether the pool can have another size at all.
	 * @return {@code false} if it has to have the one that it has
	 */
	boolean isResizable();

	/**
	 * Return how many connections it may have.
	 * @return the number at this moment
	 */
	int size();

	/**
	 * Return how many connections it keeps open.
	 * @return the number as it was configured, if it was not resized
	 */
	int baseSize();

	/**
	 * Return how many connections are promised to some of the callers.
	 * @return the sum of what is guaranteed to segments
	 */
	int guaranteed();

	/**
	 * Return how many connections are kept for callers who have one already.
	 * @return the number, 0 for none
	 */
	int reserved();

	/**
	 * Return how it is used.
	 * @return the figures of this moment
	 */
	PoolUse use();

	/**
	 * Return what has happened so far.
	 * @return the counts
	 */
	PoolCounts counts();

	/**
	 * Let it have another number of connections from now on.
	 * @param size the number, at least 1
	 */
	void resize(int size);

}
