package dev.mainstay.operation;

/**
 * Hears of the end of the work that it was attached to.
 */
public interface WorkScopeListener {

	/**
	 * The work is over. Called once, by the thread that ends it; what is thrown reaches
	 * nobody.
	 * @param scope the work
	 */
	void closed(WorkScope scope);

}
