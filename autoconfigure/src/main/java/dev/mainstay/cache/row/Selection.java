package dev.mainstay.cache.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.TokenKind;

/**
 * The list of columns after SELECT, which is read before it is known what they are
 * columns of.
 */
final class Selection {

	private static final Set<String> KEYWORDS = Set.of("distinct", "all", "case", "null", "true", "false", "not",
			"array", "from", "into");

	private final List<Item> items = new ArrayList<>();

	private boolean all;

	/**
	 * Read a list up to FROM.
	 * @param words after SELECT
	 * @return the list, or {@code null} if it is not understood
	 */
	static @Nullable Selection read(Words words) {
		Selection selection = new Selection();
		do {
			if (!selection.item(words)) {
				return null;
			}
		}
		while (words.accept(TokenKind.COMMA));
		boolean alone = !selection.all || selection.items.isEmpty();
		return (alone && words.accept("from")) ? selection : null;
	}

	private boolean item(Words words) {
		if (words.acceptOperator("*")) {
			this.all = true;
			return true;
		}
		if (words.accept(TokenKind.NUMBER) || words.accept(TokenKind.STRING)) {
			this.items.add(new Item(null, null));
			return label(words);
		}
		String name = words.name(KEYWORDS);
		if (name == null) {
			return false;
		}
		String qualifier = null;
		if (words.accept(TokenKind.DOT)) {
			qualifier = name;
			if (words.acceptOperator("*")) {
				this.all = true;
				return true;
			}
			name = words.name(Set.of());
		}
		this.items.add(new Item(qualifier, name));
		return name != null && label(words);
	}

	private static boolean label(Words words) {
		if (words.accept("as")) {
			return words.name(Set.of()) != null;
		}
		words.name(Set.of("from"));
		return true;
	}

	/**
	 * Return whether everything in the list is a column of a table, or the same for each
	 * row.
	 * @param scope the table
	 * @return whether it is
	 */
	boolean isOf(Scope scope) {
		for (Item item : this.items) {
			boolean known = item.qualifier == null || item.qualifier.equals(scope.alias());
			if (item.name != null && (!known || !scope.table().hasColumn(item.name))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return where the rows have some columns.
	 * @param columns the columns
	 * @return their positions from 1; 0 for those that have to be looked up by their
	 * names; {@code null} if the rows have not all of them
	 */
	int @Nullable [] positions(List<String> columns) {
		if (this.all) {
			return new int[columns.size()];
		}
		Map<String, Integer> known = new HashMap<>();
		for (int i = 0; i < this.items.size(); i++) {
			String name = this.items.get(i).name;
			if (name != null) {
				known.putIfAbsent(name, i + 1);
			}
		}
		return known.keySet().containsAll(columns) ? columns.stream().mapToInt(known::get).toArray() : null;
	}

	/**
	 * One of the columns.
	 *
	 * @param qualifier what is written before its name, {@code null} if nothing is
	 * @param name its name, {@code null} if it is a literal
	 */
	private record Item(@Nullable String qualifier, @Nullable String name) {

	}

}
