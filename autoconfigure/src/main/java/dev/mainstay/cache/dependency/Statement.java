package dev.mainstay.cache.dependency;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.mainstay.sql.StatementWord;
import dev.mainstay.sql.TokenKind;

/**
 * A statement in the light of a catalog.
 */
final class Statement {

	private final StatementText text;

	private final Catalog catalog;

	private final TableScan scan;

	private final Set<String> relations = new LinkedHashSet<>();

	Statement(StatementText text, Catalog catalog) {
		this.text = text;
		this.catalog = catalog;
		this.scan = new TableScan(text);
		for (StatementWord word : text.words()) {
			if (!word.name().isEmpty() && catalog.relation(word.name()) != null) {
				this.relations.add(word.name());
			}
		}
	}

	StatementText text() {
		return this.text;
	}

	TableScan scan() {
		return this.scan;
	}

	// The relations of the catalog whose names are in the text.
	Set<String> relations() {
		return this.relations;
	}

	// What may be a function: a name with a parenthesis, or an operator, which stands for
	// one.
	Set<String> called() {
		Set<String> called = new HashSet<>(this.scan.calls());
		for (StatementWord word : this.text.words()) {
			if (word.is(TokenKind.OPERATOR)) {
				called.add(word.name());
			}
		}
		return called;
	}

	// The names that must be something that the catalog does not know.
	List<String> unknown() {
		List<String> unknown = new ArrayList<>();
		for (TableScan.Place place : this.scan.places()) {
			String name = place.name();
			if (name != null && isUnknown(name)) {
				unknown.add(name);
			}
		}
		for (String function : this.scan.functions()) {
			if (!this.catalog.functions().isKnown(function) && this.catalog.relation(function) == null) {
				unknown.add(function + "()");
			}
		}
		for (String schema : this.scan.qualifiers()) {
			if (!this.catalog.covers(schema)) {
				unknown.add("functions of " + schema);
			}
		}
		return unknown;
	}

	private boolean isUnknown(String name) {
		Relation relation = this.catalog.relation(name);
		return relation == null || !relation.permanent() && !relation.temporary();
	}

	// Whether each place where a table must be named has the name of one that the catalog
	// tells of.
	boolean isClear() {
		for (TableScan.Place place : this.scan.places()) {
			if (place.name() == null || !this.catalog.covers(place.schema())) {
				return false;
			}
		}
		return unknown().isEmpty();
	}

	// What in the text makes its answer one that must not be kept, as ends of sentences
	// that begin with what the text is.
	List<String> problems(Builtins builtins) {
		List<String> problems = new ArrayList<>();
		for (TableScan.Place place : this.scan.places()) {
			if (place.name() == null) {
				problems.add("names a table in a way that is not understood");
			}
			else if (builtins.isSystem(place.schema()) || builtins.isSystemTable(place.name())) {
				problems.add("reads the system table " + place.name() + ", which changes without being written");
			}
			else if (!this.catalog.covers(place.schema())) {
				problems.add("reads another schema, " + place.schema());
			}
		}
		for (int i = 0; i < this.text.size(); i++) {
			String problem = builtins.problem(this.text, i);
			if (problem != null) {
				problems.add(problem);
			}
		}
		for (String name : called()) {
			if (this.catalog.functions().varying().contains(name)) {
				problems.add("calls " + name + "(), which may answer differently each time");
			}
		}
		for (String name : unknown()) {
			problems.add("uses " + name + ", which the catalog does not know");
		}
		return problems;
	}

}
