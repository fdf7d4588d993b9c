package dev.mainstay.cache.method;

import java.lang.reflect.Method;

import org.springframework.util.ClassUtils;

/**
 * A method has the annotation {@link dev.mainstay.cache.CachedQuery} although its answers
 * cannot be kept, or the annotation says something that makes no sense.
 */
public class InvalidCachedQueryException extends RuntimeException {

	private final String method;

	private final String reason;

	private final String action;

	InvalidCachedQueryException(Method method, Class<?> type, String reason, String action) {
		this("%s.%s".formatted(ClassUtils.getUserClass(type).getName(), method.getName()), reason, action);
	}

	/**
	 * Create an exception that is explained when the application fails to start.
	 * @param method the method, with its class
	 * @param reason what is wrong, in a sentence
	 * @param action what to change, in whole sentences
	 */
	public InvalidCachedQueryException(String method, String reason, String action) {
		super("%s: %s".formatted(method, reason));
		this.method = method;
		this.reason = reason;
		this.action = action;
	}

	public String getMethod() {
		return this.method;
	}

	public String getReason() {
		return this.reason;
	}

	public String getAction() {
		return this.action;
	}

}
