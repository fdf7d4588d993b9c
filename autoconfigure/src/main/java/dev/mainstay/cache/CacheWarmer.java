package dev.mainstay.cache;

/**
 * Asks questions whose answers are to be in the cache before somebody needs them. Beans
 * of this type are found by themselves. For methods without parameters
 * {@link CachedQuery#warm} is enough; this is for methods with arguments, and for
 * {@link QueryCache}.
 */
@FunctionalInterface
public interface CacheWarmer {

	/**
	 * Ask the questions, in the way in which they will be asked. Called on a thread of
	 * the background when the application is ready, and again, after a while, when
	 * something has changed that was read then. There is no request, no user and no
	 * tenant on that thread: what is kept for one has to be asked for with it.
	 * @throws Exception whatever goes wrong; it is told once and does no harm
	 */
	void warm() throws Exception;

}
