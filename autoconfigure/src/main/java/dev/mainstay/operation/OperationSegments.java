package dev.mainstay.operation;

import java.util.List;

/**
 * Tells which segments operations prefer. Safe for use by many threads.
 */
@FunctionalInterface
public interface OperationSegments {

	/**
	 * There are no segments, whatever operations prefer.
	 */
	OperationSegments NONE = (operation, declared, place) -> List.of();

	/**
	 * Return the segments that an operation prefers: those that were configured for its
	 * name, else those that its code declares.
	 * @param operation the name of the operation
	 * @param declared the names in the code, the best first
	 * @param place where the code is, for messages
	 * @return the names, the best first; none if it prefers none
	 * @throws RuntimeException if the code declares a segment that there is not
	 */
	List<String> of(String operation, List<String> declared, String place);

}
