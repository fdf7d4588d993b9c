package dev.mainstay.cache.dependency;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.sql.StatementWord;

/**
 * What users say that tables, functions and procedures change, and the request to say so.
 * Thread-safe.
 */
final class SideEffects {

	private static final Logger logger = LoggerFactory.getLogger(SideEffects.class);

	private static final int MOST_WARNINGS = 100;

	private final Map<String, Set<String>> declared = new HashMap<>();

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	SideEffects(Map<String, Set<String>> declared) {
		declared.forEach((name, tables) -> {
			Set<String> folded = new HashSet<>();
			tables.forEach((table) -> folded.add(unqualified(table)));
			this.declared.put(unqualified(name), Set.copyOf(folded));
		});
	}

	private static String unqualified(String name) {
		return StatementWord.fold(name.substring(name.lastIndexOf('.') + 1).trim());
	}

	// The tables that are said to change with a table or by a function.
	@Nullable Set<String> of(String name) {
		return this.declared.get(name);
	}

	// Return what changes with a table, by its own declaration or by those of all that
	// runs when it is written.
	@Nullable Set<String> of(Relation relation) {
		Set<String> own = this.declared.get(relation.name());
		if (own != null || relation.effects().isEmpty()) {
			return (own != null) ? own : Set.of();
		}
		Set<String> all = new HashSet<>();
		for (String function : relation.effects()) {
			Set<String> tables = this.declared.get(function);
			if (tables == null) {
				warn(relation.name(),
						"Writing the table '{}' invalidates every cached answer, because it runs {}. Set"
								+ " 'db.cache.side-effects.{}' to the other tables that this changes, or to nothing if"
								+ " it changes none.",
						relation.effects());
				return null;
			}
			all.addAll(tables);
		}
		return all;
	}

	void warnOfFunction(String name) {
		warn(name, "Calling '{}' invalidates every cached answer, because nobody knows what {} changes. Set"
				+ " 'db.cache.side-effects.{}' to the tables that it changes, or to nothing if it changes none.", "it");
	}

	private void warn(String name, String message, Object what) {
		if (this.warned.size() < MOST_WARNINGS && this.warned.add(name)) {
			logger.warn(message, name, what, name);
		}
	}

}
