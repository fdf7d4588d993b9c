package dev.mainstay.admission;

import java.util.Collection;
import java.util.List;

/**
 * A method declares that it prefers a segment that there is not.
 */
public class UnknownSegmentException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String method;

	private final String segment;

	private final transient List<String> known;

	/**
	 * Create an exception that is explained when the application fails to start.
	 * @param method the method, with its class
	 * @param segment the name that it declares
	 * @param known the names of the segments that there are
	 */
	public UnknownSegmentException(String method, String segment, Collection<String> known) {
		super("%s: there is no segment '%s'".formatted(method, segment));
		this.method = method;
		this.segment = segment;
		this.known = List.copyOf(known);
	}

	public String getMethod() {
		return this.method;
	}

	public String getSegment() {
		return this.segment;
	}

	public List<String> getKnown() {
		return this.known;
	}

}
