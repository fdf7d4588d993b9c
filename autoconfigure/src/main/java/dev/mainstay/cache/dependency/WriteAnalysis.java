package dev.mainstay.cache.dependency;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.SqlDialect;
import dev.mainstay.sql.StatementWord;
import dev.mainstay.sql.TokenKind;

/**
 * The look at what one statement changes.
 */
final class WriteAnalysis {

	private static final Set<String> VERBS = Set.of("insert", "update", "delete", "merge", "replace", "upsert");

	private static final Set<String> BEFORE_CLAUSE = Set.of("do", "key", "for", "then", "on", "or");

	// What works on the same database through another session, or runs a text.
	private static final Set<String> ANYTHING = Set.of("eval", "load_extension", "sys_exec", "sys_eval", "edit");

	private static final Set<String> BEFORE_NAME = Set.of("into", "from", "only", "ignore", "low_priority",
			"high_priority", "delayed", "quick", "table");

	private final SqlDialect dialect;

	private final Catalog catalog;

	private final SideEffects sideEffects;

	private final Statement statement;

	private final StatementText text;

	private static final Set<String> PLAIN_BEFORE_NAME = Set.of("into", "from", "table");

	WriteAnalysis(StatementText text, SqlDialect dialect, Catalog catalog, SideEffects sideEffects) {
		this.text = text;
		this.dialect = dialect;
		this.catalog = catalog;
		this.sideEffects = sideEffects;
		this.statement = new Statement(text, catalog);
	}

	// What a query changes: nothing, unless it calls what does, or has a part that
	// writes.
	WrittenTables query() {
		if (this.text.has(Set.of("into"))) {
			return WrittenTables.EVERYTHING;
		}
		return hasVerbAfter(-1) ? named() : changed(Set.of(), false);
	}

	// What a statement changes that begins with a verb.
	WrittenTables write() {
		String target = target();
		if (target == null) {
			return named();
		}
		Relation relation = this.catalog.relation(target);
		if (relation == null || !this.statement.isClear()) {
			return WrittenTables.EVERYTHING;
		}
		return changed(Set.of(target), !this.text.at(0).is("insert") || mayUpdate());
	}

	// What a statement changes of which only the names are understood.
	WrittenTables named() {
		Set<String> names = this.statement.relations();
		return (names.isEmpty() || !this.statement.isClear()) ? WrittenTables.EVERYTHING : changed(names, true);
	}

	// What COPY changes.
	WrittenTables copy() {
		int i = 1;
		while (this.text.at(i + 1).is(TokenKind.DOT)) {
			i += 2;
		}
		String name = this.text.at(i).name();
		boolean known = this.text.isName(i) && this.catalog.relation(name) != null;
		return known ? changed(Set.of(name), false) : WrittenTables.EVERYTHING;
	}

	// What a procedure changes.
	WrittenTables call(@Nullable String name) {
		Set<String> tables = (name != null) ? this.sideEffects.of(name) : null;
		if (tables == null) {
			if (name != null) {
				this.sideEffects.warnOfFunction(name);
			}
			return WrittenTables.EVERYTHING;
		}
		return changed(tables, true);
	}

	private boolean mayUpdate() {
		return this.text.has(Set.of("update", "replace"));
	}

	// Other than one that is a clause of the statement, a function or a lock.
	private boolean hasVerbAfter(int index) {
		for (int i = index + 1; i < this.text.size(); i++) {
			boolean verb = this.text.at(i).isAny(VERBS) && !this.text.isLabel(i) && !this.text.isCall(i);
			if (verb && !this.text.at(i - 1).isAny(BEFORE_CLAUSE) && !isLock(i)) {
				return true;
			}
		}
		return false;
	}

	private boolean isLock(int index) {
		return this.text.isSequence(index - 3, "for", "no", "key");
	}

	/*
	 * One name at the usual place, and no sign of another target.
	 */
	private @Nullable String target() {
		if (hasVerbAfter(0)) {
			return null;
		}
		int i = 1;
		if (this.text.at(i).is("or")) {
			i += 2;
		}
		while (this.text.at(i).isAny(BEFORE_NAME) && (this.text.isName(i + 1)
				|| this.text.at(i).is("only") && this.text.at(i + 1).is(TokenKind.LEFT_PARENTHESIS))) {
			if (!this.text.at(i).isAny(PLAIN_BEFORE_NAME) && this.catalog.relation(this.text.at(i).name()) != null) {
				return null;
			}
			i++;
		}
		if (!this.text.isName(i)) {
			return null;
		}
		while (this.text.at(i + 1).is(TokenKind.DOT)) {
			if (!this.text.isName(i + 2) || !this.catalog.covers(this.text.at(i).name())) {
				return null;
			}
			i += 2;
		}
		boolean several = this.dialect == SqlDialect.MYSQL && isOfSeveral(i + 1);
		return several ? null : this.text.at(i).name();
	}

	// MySQL: UPDATE a, b SET; DELETE a FROM a JOIN b; DELETE FROM a USING a JOIN b
	private boolean isOfSeveral(int index) {
		StatementWord first = this.text.at(0);
		if (first.is("insert") || first.is("replace")) {
			return false;
		}
		for (int i = index; i < this.text.size(); i++) {
			StatementWord word = this.text.at(i);
			if (word.is("set") || word.is("where")) {
				return false;
			}
			if (word.is(TokenKind.COMMA) || word.is("join") || word.is("straight_join") || word.is("using")
					|| word.is("from")) {
				return true;
			}
		}
		return false;
	}

	/*
	 * What changes with some relations and by the functions of the statement.
	 */
	private WrittenTables changed(Set<String> targets, boolean updates) {
		Set<String> tables = new HashSet<>(targets);
		boolean session = false;
		if (!this.statement.scan().qualifiers().stream().allMatch(this.catalog::covers)) {
			return WrittenTables.EVERYTHING;
		}
		for (String function : called()) {
			if (ANYTHING.contains(function) || function.startsWith("dblink") || !isKnown(function)) {
				return WrittenTables.EVERYTHING;
			}
			session |= function.equals("set_config");
			if (this.catalog.functions().changing().contains(function)) {
				Set<String> changed = this.sideEffects.of(function);
				if (changed == null) {
					this.sideEffects.warnOfFunction(function);
					return WrittenTables.EVERYTHING;
				}
				tables.addAll(changed);
				updates |= !changed.isEmpty();
			}
		}
		Set<String> all = withEffects(tables, updates);
		return (all != null) ? new WrittenTables(all, false, session, false) : WrittenTables.EVERYTHING;
	}

	private boolean isKnown(String function) {
		return !this.statement.scan().functions().contains(function) || this.catalog.functions().isKnown(function)
				|| this.catalog.relation(function) != null;
	}

	private Set<String> called() {
		Set<String> called = new HashSet<>(this.statement.called());
		for (String name : this.catalog.readWith(this.statement.relations())) {
			Relation relation = this.catalog.relation(name);
			if (relation != null) {
				called.addAll(relation.functions());
			}
		}
		return called;
	}

	/*
	 * What triggers change is changed by updates and deletes, for all that is known.
	 */
	private @Nullable Set<String> withEffects(Set<String> tables, boolean updates) {
		Set<String> all = updates ? this.catalog.changedWith(tables) : this.catalog.insertedWith(tables);
		Set<String> looked = new HashSet<>();
		while (!looked.containsAll(all)) {
			Set<String> further = new HashSet<>();
			for (String name : all) {
				Relation relation = looked.add(name) ? this.catalog.relation(name) : null;
				if (relation != null) {
					Set<String> effects = this.sideEffects.of(relation);
					if (effects == null) {
						return null;
					}
					further.addAll(effects);
				}
			}
			all.addAll(this.catalog.changedWith(further));
		}
		all.removeIf((name) -> isTemporary(this.catalog.relation(name)));
		return all;
	}

	// Nobody keeps what he read from it.
	private static boolean isTemporary(@Nullable Relation relation) {
		return relation != null && relation.temporary() && !relation.permanent();
	}

}
