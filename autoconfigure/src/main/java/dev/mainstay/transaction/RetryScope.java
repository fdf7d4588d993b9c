package dev.mainstay.transaction;

/**
 * Which transactions are tried again without being asked to.
 */
public enum RetryScope {

	/**
	 * Those of repositories: Spring Data's, and classes that are {@code @Repository}. A
	 * call of a repository that begins its own transaction has no other effect.
	 */
	REPOSITORIES,

	/**
	 * None: only methods with {@link RetryableTransaction}.
	 */
	ANNOTATED,

	/**
	 * Those of every {@code @Transactional} method. For applications whose services do
	 * nothing that must not be done again.
	 */
	ALL

}
