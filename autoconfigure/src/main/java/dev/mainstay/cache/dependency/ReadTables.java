package dev.mainstay.cache.dependency;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the answer of a statement depends on.
 *
 * @param tables the names of all tables that it reads, those behind views included, and
 * perhaps some more; in lower case and without schema
 * @param refusal why the answer must not be kept, in a sentence for people; {@code null}
 * if it may be
 * @param timeSensitive whether the answer depends on the day or the time, so that it may
 * be kept for a short time only
 */
public record ReadTables(Set<String> tables, @Nullable String refusal, boolean timeSensitive) {

	public ReadTables {
		tables = Set.copyOf(tables);
	}

	/**
	 * Return that an answer must not be kept.
	 * @param reason why, in a sentence for people
	 * @return the refusal
	 */
	public static ReadTables refused(String reason) {
		return new ReadTables(Set.of(), reason, false);
	}

}
