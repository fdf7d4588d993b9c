package dev.mainstay.constraint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * The texts about violations: the application's own, from its properties or its message
 * bundles in the language of the request, else plain English.
 * <p>
 * The codes in bundles are {@code db.constraint.} and the table and the constraint, the
 * constraint alone, the table and the column, or {@link ViolationKind#id() the kind}, all
 * in lower case. Their arguments are the table, the columns, the table that is referred
 * to and the constraint.
 */
public final class ViolationMessages {

	private static final String CODE = "db.constraint.";

	private final Names messages;

	private final Names fields;

	private final @Nullable MessageSource source;

	/**
	 * Create the texts.
	 * @param settings what the application says in its properties
	 * @param source the message bundles, or {@code null} if there are none
	 */
	public ViolationMessages(ConstraintSettings settings, @Nullable MessageSource source) {
		this.messages = Names.of(settings.messages());
		this.fields = Names.of(settings.fields());
		this.source = source;
	}

	/**
	 * Return whether the application has a message of its own for the very constraint.
	 * That makes it a rule which the people who use the application may know.
	 * @param violation the violation
	 * @return whether there is one
	 */
	public boolean isNamed(ConstraintViolation violation) {
		return own(finding(violation)).isPresent();
	}

	/**
	 * Return which fields of a request a violation is about.
	 * @param violation the violation
	 * @return the field that the application names, else the columns in camel case
	 */
	public List<String> fields(ConstraintViolation violation) {
		return this.fields.find(names(finding(violation)))
			.map(List::of)
			.orElseGet(() -> Wording.fields(violation.columns()));
	}

	String message(Finding finding) {
		return own(finding).or(() -> fromSource(finding.kind().id(), finding))
			.orElseGet(() -> Wording.message(finding));
	}

	private Optional<String> own(Finding finding) {
		List<String> names = names(finding);
		Optional<String> message = this.messages.find(names);
		if (message.isPresent()) {
			return message.map((text) -> filled(text, finding));
		}
		for (String name : names) {
			Optional<String> found = fromSource(name, finding);
			if (found.isPresent()) {
				return found;
			}
		}
		return Optional.empty();
	}

	private Optional<String> fromSource(String name, Finding finding) {
		if (this.source == null) {
			return Optional.empty();
		}
		String code = CODE + name.toLowerCase(Locale.ROOT);
		Object[] arguments = { orEmpty(Wording.wordsOrNull(finding.table())), Wording.list(finding.columns()),
				orEmpty(Wording.wordsOrNull(finding.referencedTable())), orEmpty(finding.constraint()) };
		String text = this.source.getMessage(code, arguments, null, LocaleContextHolder.getLocale());
		// A bundle may be set up to answer with the code.
		return (text == null || text.equals(code)) ? Optional.empty() : Optional.of(text);
	}

	private static String filled(String text, Finding finding) {
		return text.replace("{table}", orEmpty(Wording.wordsOrNull(finding.table())))
			.replace("{columns}", Wording.list(finding.columns()))
			.replace("{referencedTable}", orEmpty(Wording.wordsOrNull(finding.referencedTable())))
			.replace("{constraint}", orEmpty(finding.constraint()));
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	private static List<String> names(Finding finding) {
		List<String> names = new ArrayList<>();
		String table = finding.table();
		String constraint = finding.constraint();
		if (constraint != null) {
			if (table != null) {
				names.add(table + "." + constraint);
			}
			names.add(constraint);
		}
		if (table != null && finding.columns().size() == 1) {
			names.add(table + "." + finding.columns().get(0));
		}
		return names;
	}

	private static Finding finding(ConstraintViolation violation) {
		return new Finding(violation.kind(), violation.certainty(), violation.schema(), violation.table(),
				violation.constraint(), violation.columns(), violation.referencedTable(),
				violation.referencedColumns());
	}

	/**
	 * Texts by names. Keys of properties lose their underscores on the way, so that those
	 * do not count.
	 *
	 * @param texts texts by letters and digits of the names
	 */
	private record Names(Map<String, String> texts) {

		static Names of(Map<String, String> given) {
			Map<String, String> texts = new HashMap<>();
			given.forEach((name, text) -> texts.put(key(name), text));
			return new Names(texts);
		}

		Optional<String> find(List<String> names) {
			return names.stream()
				.map((name) -> Optional.ofNullable(this.texts.get(key(name))))
				.flatMap(Optional::stream)
				.findFirst();
		}

		private static String key(String name) {
			StringBuilder key = new StringBuilder();
			name.codePoints()
				.filter(Character::isLetterOrDigit)
				.map(Character::toLowerCase)
				.forEach(key::appendCodePoint);
			return key.toString();
		}

	}

}
