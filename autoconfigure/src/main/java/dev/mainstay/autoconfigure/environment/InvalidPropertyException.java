package dev.mainstay.autoconfigure.environment;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;

/**
 * A property has a value that its feature can't work with.
 */
public class InvalidPropertyException extends RuntimeException implements OriginProvider {

	private final String property;

	private final transient @Nullable Object value;

	private final String reason;

	private final String action;

	private final transient @Nullable Origin origin;

	/**
	 * Create an exception that {@link DatabasePropertyFailureAnalyzer} explains, origin
	 * of the value included.
	 * @param property name in kebab case, such as {@code db.pool.size}
	 * @param value value that is shown, so never one that holds a secret
	 * @param reason what is wrong, going on after "the value", such as "must be at least
	 * 1"
	 * @param action what to type instead, in whole sentences
	 */
	public InvalidPropertyException(String property, @Nullable Object value, String reason, String action) {
		this(property, value, reason, action, null);
	}

	InvalidPropertyException(String property, @Nullable Object value, String reason, String action,
			@Nullable Origin origin) {
		super("%s=%s %s".formatted(property, value, reason));
		this.property = property;
		this.value = value;
		this.reason = reason;
		this.action = action;
		this.origin = origin;
	}

	public String getProperty() {
		return this.property;
	}

	public @Nullable Object getValue() {
		return this.value;
	}

	public String getReason() {
		return this.reason;
	}

	public String getAction() {
		return this.action;
	}

	@Override
	public @Nullable Origin getOrigin() {
		return this.origin;
	}

}
