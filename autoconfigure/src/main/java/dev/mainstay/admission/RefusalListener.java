package dev.mainstay.admission;

/**
 * Hears of callers that got no connection.
 */
@FunctionalInterface
public interface RefusalListener {

	/**
	 * Nobody hears of them.
	 */
	RefusalListener NONE = (dataSource, error) -> {
	};

	/**
	 * A caller got no connection. Called on its thread, as often as that happens, so it
	 * must be quick; must not throw.
	 * @param dataSource the bean name of the data source
	 * @param error what the caller is told
	 */
	void refused(String dataSource, PoolOverloadedException error);

}
