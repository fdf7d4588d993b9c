package dev.mainstay.cache.dependency;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.SqlDialect;

/**
 * The look at what the answer of a query depends on.
 */
final class ReadAnalysis {

	private final String sql;

	private final SqlDialect dialect;

	private final Catalog catalog;

	private final SideEffects sideEffects;

	private final Predicate<String> temporary;

	private final Statement statement;

	ReadAnalysis(String sql, SqlDialect dialect, Catalog catalog, SideEffects sideEffects,
			Predicate<String> temporary) {
		this.sql = sql;
		this.dialect = dialect;
		this.catalog = catalog;
		this.sideEffects = sideEffects;
		this.temporary = temporary;
		this.statement = new Statement(StatementText.of(sql, dialect), catalog);
	}

	// Whether there is a name that a newer catalog may know.
	boolean hasUnknown() {
		return !this.statement.unknown().isEmpty();
	}

	ReadTables reads() {
		Builtins builtins = Builtins.of(this.dialect);
		List<String> problems = this.statement.problems(builtins);
		if (!problems.isEmpty()) {
			return ReadTables.refused("The statement " + problems.get(0) + ".");
		}
		Set<String> tables = new HashSet<>(this.statement.relations());
		tables = this.catalog.readWith(tables);
		boolean timeSensitive = builtins.isTimeSensitive(this.statement, this.sql);
		Set<String> functions = new HashSet<>(this.statement.called());
		Set<String> looked = new HashSet<>();
		while (!looked.containsAll(tables)) {
			for (String name : tables) {
				Relation relation = looked.add(name) ? this.catalog.relation(name) : null;
				String refusal = refusal(name, relation);
				if (refusal != null) {
					return ReadTables.refused("The statement reads " + name + ", which " + refusal + ".");
				}
				if (relation != null) {
					timeSensitive |= relation.timeSensitive();
					functions.addAll(relation.functions());
				}
			}
			Set<String> more = new HashSet<>(tables);
			for (String function : functions) {
				if (this.catalog.functions().isOfUser(function)) {
					Set<String> declared = this.sideEffects.of(function);
					if (declared == null) {
						return ReadTables.refused("The statement calls " + function + "(), and nobody knows which"
								+ " tables that reads. Set 'db.cache.side-effects." + function + "' to them.");
					}
					more.addAll(declared);
				}
			}
			tables = this.catalog.readWith(more);
		}
		return new ReadTables(tables, null, timeSensitive);
	}

	private @Nullable String refusal(String name, @Nullable Relation relation) {
		if (this.temporary.test(name) || relation != null && relation.temporary()) {
			return "is, or may be hidden by, a temporary table";
		}
		return (relation != null) ? relation.refusal() : null;
	}

}
