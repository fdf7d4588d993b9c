package dev.mainstay.observe.detect;

/**
 * What to do about a finding.
 */
final class FindingAdvice {

	private FindingAdvice() {
	}

	/**
	 * Return what to do.
	 * @param kind what is wrong
	 * @param jpa whether entities are loaded, rather than rows
	 * @return a few sentences
	 */
	static String of(FindingKind kind, boolean jpa) {
		return switch (kind) {
			case N_PLUS_ONE -> jpa
					? "Load them together with what they belong to, by join fetch or @EntityGraph, or in batches, by "
							+ "@BatchSize or hibernate.default_batch_fetch_size; look up single ones by findAllById"
					: "Ask once for all values, by a join or a list of keys (IN), instead of once for each";
			case IDENTICAL_QUERIES -> "Load it once and pass the result on, or cache it for the request";
			case IN_MEMORY_PAGINATION -> "Hibernate reads all rows and throws away most of them: ask for a page of ids "
					+ "first and fetch the collections of these, or use @BatchSize instead of join fetch";
			case EXPENSIVE_COUNT -> "Ask for a Slice instead of a Page, so that nothing is counted; show an estimate, "
					+ "count once and keep the number, or stop counting at a limit";
		};
	}

}
