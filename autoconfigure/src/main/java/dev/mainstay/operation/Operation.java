package dev.mainstay.operation;

import org.jspecify.annotations.Nullable;

/**
 * The unit of work on whose behalf a thread uses the database. The current one belongs to
 * its thread alone; it does not follow work that is handed to another thread.
 *
 * @param name what people call it: the name of a {@link DatabaseOperation}, else the
 * simple name of the class and the method, such as {@code MenuService.generate}
 * @param place the full name of the class, and the method
 */
public record Operation(String name, String place) {

	private static final ThreadLocal<@Nullable Operation> current = new ThreadLocal<>();

	/**
	 * Return the operation that the calling thread is in.
	 * @return the innermost named operation, or {@code null} outside of any
	 */
	public static @Nullable Operation current() {
		return current.get();
	}

	/**
	 * Make an operation the calling thread's. The caller hands back the previous one in a
	 * {@code finally} block.
	 * @param operation the operation, or {@code null} for none
	 * @return the operation before, or {@code null} if there was none
	 */
	public static @Nullable Operation enter(@Nullable Operation operation) {
		Operation previous = current.get();
		if (operation != null) {
			current.set(operation);
		}
		else {
			current.remove();
		}
		return previous;
	}

}
