package dev.mainstay.cache.cluster;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What one instance tells the others, as text: version, origin, number, kind, argument
 * and tags, with a space in between.
 *
 * @param origin who says so: a name for one life of one instance
 * @param sequence the number of the message among those of its origin, from 1
 * @param kind what it says
 * @param argument what belongs to the kind, or {@code "-"}
 * @param tags what is changed, for the kinds that say so
 */
record Message(String origin, long sequence, MessageKind kind, String argument, Collection<String> tags) {

	static final String NONE = "-";

	// Another one for whatever older instances would take for something else.
	private static final String VERSION = "m2";

	private static final int FIELDS = 6;

	private static final int LONGEST = 1_000_000;

	String encode() {
		String names = this.tags.isEmpty() ? NONE
				: this.tags.stream()
					.map((tag) -> URLEncoder.encode(tag, StandardCharsets.UTF_8))
					.collect(Collectors.joining(","));
		return String.join(" ", VERSION, this.origin, Long.toString(this.sequence), this.kind.code(), this.argument,
				names);
	}

	// What identifies a beat.
	String id() {
		return this.origin + ":" + this.sequence;
	}

	// What identifies something else of its origin.
	String id(String number) {
		return this.origin + ":" + number;
	}

	/**
	 * Read a message.
	 * @param text what came
	 * @return the message, or {@code null} if it is not one that this version understands
	 */
	static @Nullable Message parse(String text) {
		String[] fields = (text.length() <= LONGEST) ? text.split(" ", -1) : new String[0];
		if (fields.length != FIELDS || !fields[0].equals(VERSION) || fields[1].isEmpty()) {
			return null;
		}
		MessageKind kind = MessageKind.of(fields[3]);
		if (kind == null) {
			return null;
		}
		try {
			return new Message(fields[1], Long.parseLong(fields[2]), kind, fields[4], names(fields[5]));
		}
		// A number or an escape that is none.
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static List<String> names(String field) {
		if (field.equals(NONE)) {
			return List.of();
		}
		return Stream.of(field.split(",")).map((name) -> URLDecoder.decode(name, StandardCharsets.UTF_8)).toList();
	}

}
