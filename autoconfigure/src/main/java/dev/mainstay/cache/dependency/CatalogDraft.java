package dev.mainstay.cache.dependency;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.SqlDialect;
import dev.mainstay.sql.StatementWord;

/**
 * A {@link Catalog} while it is being read. All names are taken as the database spells
 * them.
 */
final class CatalogDraft {

	private final SqlDialect dialect;

	private final Map<String, RelationDraft> relations = new HashMap<>();

	// A view may be defined before what it reads is known.
	private final Map<String, Set<String>> definitions = new HashMap<>();

	private final Map<String, Set<String>> expressions = new HashMap<>();

	private final Set<String> changing = new HashSet<>();

	private final Set<String> reading = new HashSet<>();

	private final Set<String> varying = new HashSet<>();

	private final Set<String> known = new HashSet<>();

	private @Nullable String schema;

	private @Nullable String refusal;

	CatalogDraft(SqlDialect dialect) {
		this.dialect = dialect;
	}

	// Return what is known of a name, whether or not there is such a relation.
	RelationDraft relation(String name) {
		return this.relations.computeIfAbsent(StatementWord.fold(name), RelationDraft::new);
	}

	void view(String name, @Nullable String definition) {
		this.definitions.computeIfAbsent(StatementWord.fold(name), (key) -> new HashSet<>())
			.add((definition != null) ? definition : "");
	}

	void source(String view, String table) {
		relation(view).sources().add(StatementWord.fold(table));
	}

	void family(String one, String other) {
		relation(one).family().add(StatementWord.fold(other));
		relation(other).family().add(StatementWord.fold(one));
	}

	void cascade(String from, String to) {
		relation(from).cascades().add(StatementWord.fold(to));
	}

	void effect(String table, String function) {
		relation(table).effects().add(StatementWord.fold(function));
	}

	// Take down what the database computes when it writes a row.
	void expression(String table, String expression) {
		this.expressions.computeIfAbsent(StatementWord.fold(table), (key) -> new HashSet<>()).add(expression);
	}

	void changing(String function) {
		this.changing.add(StatementWord.fold(function));
	}

	void reading(String function) {
		this.reading.add(StatementWord.fold(function));
	}

	void varying(String function) {
		this.varying.add(StatementWord.fold(function));
	}

	void known(String function) {
		this.known.add(StatementWord.fold(function));
	}

	void onlySchema(String name) {
		this.schema = StatementWord.fold(name);
	}

	void refuse(String reason) {
		this.refusal = reason;
	}

	Catalog build(int isolation) {
		this.expressions.forEach((table, texts) -> texts.forEach((text) -> express(table, text)));
		Functions functions = new Functions(this.changing, this.reading, this.varying, this.known);
		Catalog tables = catalog(functions, isolation);
		this.definitions.forEach((name, texts) -> texts.forEach((text) -> define(relation(name), text, tables)));
		return catalog(functions, isolation);
	}

	private void express(String table, String expression) {
		StatementText text = StatementText.of(expression, this.dialect);
		for (int i = 0; i < text.size(); i++) {
			if (text.isCall(i) && this.changing.contains(text.at(i).name())) {
				relation(table).effects().add(text.at(i).name());
			}
		}
	}

	private Catalog catalog(Functions functions, int isolation) {
		Map<String, Relation> built = this.relations.values()
			.stream()
			.map(RelationDraft::build)
			.collect(Collectors.toMap(Relation::name, (relation) -> relation));
		return new Catalog(built, functions, this.schema, isolation, this.refusal);
	}

	/*
	 * What the text of a view says is taken as what a statement says. Views in views are
	 * followed when a statement is looked at.
	 */
	private void define(RelationDraft view, String definition, Catalog tables) {
		StatementText text = StatementText.of(definition, this.dialect);
		int start = 0;
		while (start < text.size() && !text.at(start).isAny(Set.of("select", "with", "values", "table"))) {
			start++;
		}
		text = text.from(start);
		if (text.size() == 0) {
			view.refuse("is a view whose definition cannot be read");
			view.effects().add("a definition that cannot be read");
			return;
		}
		Statement statement = new Statement(text, tables);
		view.sources().addAll(statement.relations());
		Set<String> functions = new HashSet<>(statement.called());
		functions.removeIf((function) -> !tables.functions().isOfUser(function));
		view.functions().addAll(functions);
		Builtins builtins = Builtins.of(this.dialect);
		if (builtins.isTimeSensitive(statement, definition)) {
			view.dependsOnTime();
		}
		if (!statement.isClear()) {
			view.effects().add("a definition that is not understood");
		}
		List<String> problems = statement.problems(builtins);
		if (!problems.isEmpty()) {
			view.refuse("is a view that " + problems.get(0));
		}
	}

}
