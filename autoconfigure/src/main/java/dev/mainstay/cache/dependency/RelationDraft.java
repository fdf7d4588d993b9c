package dev.mainstay.cache.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.row.ColumnKind;
import dev.mainstay.cache.row.RowTable;
import dev.mainstay.sql.StatementWord;

/**
 * A {@link Relation} while its catalog is being read.
 */
final class RelationDraft {

	private final String name;

	private boolean temporary;

	private boolean permanent;

	private @Nullable String refusal;

	private boolean timeSensitive;

	private final Set<String> sources = new HashSet<>();

	private final Set<String> family = new HashSet<>();

	private final Set<String> cascades = new HashSet<>();

	private final Set<String> effects = new HashSet<>();

	private final Set<String> functions = new HashSet<>();

	private final Map<String, ColumnKind> columns = new HashMap<>();

	private final List<String> key = new ArrayList<>();

	private final Set<String> referenced = new HashSet<>();

	// How many there are of the name.
	private int count;

	private boolean ambiguous;

	RelationDraft(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	RelationDraft exists(boolean forSession) {
		this.temporary |= forSession;
		this.permanent |= !forSession;
		this.count++;
		return this;
	}

	void refuse(String reason) {
		if (this.refusal == null) {
			this.refusal = reason;
		}
	}

	void dependsOnTime() {
		this.timeSensitive = true;
	}

	Set<String> sources() {
		return this.sources;
	}

	Set<String> family() {
		return this.family;
	}

	Set<String> cascades() {
		return this.cascades;
	}

	Set<String> effects() {
		return this.effects;
	}

	Set<String> functions() {
		return this.functions;
	}

	// To be called for all columns if rows can be followed one by one, and else for none.
	void column(String column, ColumnKind kind) {
		this.ambiguous |= this.columns.put(StatementWord.fold(column), kind) != null;
	}

	void keyColumn(String column) {
		this.key.add(StatementWord.fold(column));
	}

	void referenced(String column) {
		this.referenced.add(StatementWord.fold(column));
	}

	private @Nullable RowTable rows() {
		boolean known = this.count == 1 && !this.temporary && !this.ambiguous && !this.key.isEmpty()
				&& this.family.isEmpty() && this.effects.isEmpty();
		boolean comparable = this.key.stream()
			.allMatch((column) -> this.columns.getOrDefault(column, ColumnKind.OTHER).isComparable());
		return (known && comparable) ? new RowTable(this.name, this.columns, this.key, this.referenced) : null;
	}

	Relation build() {
		this.sources.remove(this.name);
		return new Relation(this.name, this.temporary, this.permanent, this.refusal, this.timeSensitive,
				Set.copyOf(this.sources), Set.copyOf(this.family), Set.copyOf(this.cascades), Set.copyOf(this.effects),
				Set.copyOf(this.functions), rows());
	}

}
