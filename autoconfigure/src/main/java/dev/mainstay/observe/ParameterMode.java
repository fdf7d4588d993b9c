package dev.mainstay.observe;

import java.lang.reflect.Array;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How much of the values that were bound to a statement is kept and shown.
 */
public enum ParameterMode {

	/**
	 * Nothing.
	 */
	NONE {

		@Override
		public String show(@Nullable Object value) {
			return "?";
		}

	},

	/**
	 * The type, and the length where it has one, such as {@code String(12)}.
	 */
	MASKED {

		@Override
		public String show(@Nullable Object value) {
			if (value == null) {
				return "null";
			}
			String type = value.getClass().getSimpleName();
			if (value instanceof CharSequence text) {
				return "%s(%d)".formatted(type, text.length());
			}
			if (value.getClass().isArray()) {
				return "%s(%d)".formatted(type.replace("[]", ""), Array.getLength(value));
			}
			return type;
		}

	},

	/**
	 * The value itself, cut to a line. Values are secrets as often as not: everybody who
	 * may read the log or the endpoint reads them.
	 */
	FULL {

		@Override
		public String show(@Nullable Object value) {
			if (value == null || value.getClass().isArray()) {
				return MASKED.show(value);
			}
			String text = String.valueOf(value);
			return (text.length() <= LONGEST) ? text : text.substring(0, LONGEST) + "…";
		}

	};

	private static final int LONGEST = 100;

	/**
	 * Return what is shown of the values that were bound to a statement.
	 * @param values the values by position
	 * @return a text for each; nothing if nothing may be shown
	 */
	public List<String> showAll(List<@Nullable Object> values) {
		return (this != NONE) ? values.stream().map(this::show).toList() : List.of();
	}

	/**
	 * Return what is shown of a value.
	 * @param value the value, or {@code null} if that was bound
	 * @return a text for people
	 */
	public abstract String show(@Nullable Object value);

}
