package dev.mainstay.cache.dependency;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.row.RowTable;

/**
 * What a database said about its tables, views and functions at one moment.
 *
 * @param relations the tables and views by name
 * @param functions the functions
 * @param schema the only schema it tells of, or {@code null} if it tells of all
 * @param isolation the isolation of transactions for which nobody chooses one
 * @param refusal why nothing of this database must be kept; {@code null} if it may be
 */
record Catalog(Map<String, Relation> relations, Functions functions, @Nullable String schema, int isolation,
		@Nullable String refusal) {

	Catalog {
		relations = Map.copyOf(relations);
	}

	@Nullable Relation relation(String name) {
		return this.relations.get(name);
	}

	// The table of a name if its rows can be followed one by one.
	@Nullable RowTable rows(String name) {
		Relation relation = relation(name);
		return (relation != null) ? relation.rows() : null;
	}

	// Whether this tells of the schema.
	boolean covers(@Nullable String schema) {
		return schema == null || this.schema == null || this.schema.equals(schema);
	}

	// What the rows of some relations depend on: they themselves, what views show, and
	// what is partitioned or inherited.
	Set<String> readWith(Collection<String> names) {
		return closure(names, (relation) -> union(relation.sources(), relation.family()));
	}

	// What changes when rows are added to some relations.
	Set<String> insertedWith(Collection<String> names) {
		return readWith(names);
	}

	// What changes when rows of some relations are updated or deleted.
	Set<String> changedWith(Collection<String> names) {
		return closure(names, (relation) -> union(union(relation.sources(), relation.family()), relation.cascades()));
	}

	private Set<String> closure(Collection<String> names, Function<Relation, Set<String>> next) {
		Set<String> found = new HashSet<>(names);
		Set<String> edge = found;
		while (!edge.isEmpty()) {
			Set<String> further = new HashSet<>();
			for (String name : edge) {
				Relation relation = this.relations.get(name);
				if (relation != null) {
					further.addAll(next.apply(relation));
				}
			}
			further.removeAll(found);
			found.addAll(further);
			edge = further;
		}
		return found;
	}

	private static Set<String> union(Set<String> one, Set<String> other) {
		if (other.isEmpty()) {
			return one;
		}
		Set<String> both = new HashSet<>(one);
		both.addAll(other);
		return both;
	}

}
