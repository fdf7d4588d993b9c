package dev.mainstay.observe.detect;

/**
 * Hears of findings. Beans of this type are found by themselves. Called on the thread in
 * whose work something was found, so an implementation must be brief; what it throws
 * never reaches the application: it is warned about once, and the listener hears of
 * nothing more.
 */
public interface FindingListener {

	/**
	 * Something was found at a place where nothing of the kind was found in the last
	 * hour.
	 * @param finding the finding
	 */
	void found(Finding finding);

}
