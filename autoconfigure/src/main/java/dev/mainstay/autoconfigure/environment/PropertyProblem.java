package dev.mainstay.autoconfigure.environment;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.boot.origin.SystemEnvironmentOrigin;

import dev.mainstay.autoconfigure.environment.url.DatabaseUrl;

/**
 * A value that can't be used: which one, where it comes from and what is wrong with it.
 *
 * @param property name of the property
 * @param value value in a form that may be shown
 * @param origin where it was typed, if that is known
 * @param reason what is wrong, going on after "the value"
 */
record PropertyProblem(String property, @Nullable Object value, @Nullable Origin origin, String reason) {

	private static final Pattern SECRET = Pattern.compile(".*(password|secret|token|credential|key|webhook\\.url)[^.]*",
			Pattern.CASE_INSENSITIVE);

	static PropertyProblem of(ConfigurationProperty bound, String reason) {
		String property = bound.getName().toString();
		return new PropertyProblem(property, shown(property, bound.getValue().toString()), bound.getOrigin(), reason);
	}

	private static String shown(String property, String value) {
		if (SECRET.matcher(property).matches()) {
			return "***";
		}
		return value.contains("://") ? DatabaseUrl.mask(value) : value;
	}

	/**
	 * Return the name under which the user knows the property: that of the environment
	 * variable if it was one.
	 */
	String typedName() {
		return typedName(this.origin, this.property);
	}

	private static String typedName(@Nullable Object origin, String property) {
		if (origin instanceof SystemEnvironmentOrigin variable) {
			return variable.getProperty();
		}
		return (origin instanceof OriginProvider provider) ? typedName(provider.getOrigin(), property) : property;
	}

	FailureAnalysis toAnalysis(String action, Throwable cause) {
		StringBuilder description = new StringBuilder(
				"The database layer can't use the value of '%s':%n".formatted(typedName()));
		append(description, "Property", this.property);
		append(description, "Value", "\"" + this.value + "\"");
		append(description, "Origin", this.origin);
		append(description, "Reason", "the value " + this.reason);
		return new FailureAnalysis(description.toString(), action, cause);
	}

	private static void append(StringBuilder description, String label, @Nullable Object text) {
		if (text != null) {
			description.append("%n    %s: %s".formatted(label, text));
		}
	}

}
