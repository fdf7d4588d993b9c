package dev.mainstay.observe.detect;

import java.lang.StackWalker.StackFrame;

import org.jspecify.annotations.Nullable;

/**
 * Where the application has sent a statement.
 *
 * @param identity tells places apart, together with the ways that lead to them
 * @param frame the first frame of the application's own code, or {@code null} if there is
 * none on the stack
 * @param caller the next frame of the application's own code, or {@code null}
 * @param viaHibernate whether Hibernate sends the statement
 */
record CallPlace(int identity, @Nullable StackFrame frame, @Nullable StackFrame caller, boolean viaHibernate) {

	/**
	 * Describe the place.
	 * @return class, method, file and line, or {@code null} if there is no such frame
	 */
	@Nullable String text() {
		if (this.frame == null) {
			return null;
		}
		String text = describe(this.frame);
		// What is loaded lazily is loaded by a getter, which is not where the loop is.
		return (this.viaHibernate && this.caller != null) ? text + ", called from " + describe(this.caller) : text;
	}

	private static String describe(StackFrame frame) {
		StackTraceElement element = frame.toStackTraceElement();
		return "%s.%s(%s:%d)".formatted(element.getClassName(), method(element.getMethodName()), element.getFileName(),
				element.getLineNumber());
	}

	// The body of a lambda bears the name of the method it is written in.
	private static String method(String name) {
		if (!name.startsWith("lambda$")) {
			return name;
		}
		int end = name.lastIndexOf('$');
		return (end > "lambda$".length()) ? name.substring("lambda$".length(), end) : name;
	}

}
