package dev.mainstay.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.parser.CCJSqlParserTreeConstants;
import net.sf.jsqlparser.parser.Node;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.delete.ParenthesedDelete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.insert.OracleMultiInsertBranch;
import net.sf.jsqlparser.statement.insert.ParenthesedInsert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.truncate.Truncate;
import net.sf.jsqlparser.statement.update.ParenthesedUpdate;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.upsert.Upsert;
import org.jspecify.annotations.Nullable;

/**
 * The tables in the tree of a parsed statement.
 *
 * Each place where the grammar knows a table is a node of the tree, so that none is
 * missed that a visitor of statements forgets.
 */
final class TableCollector {

	private final Node root;

	private final SqlDialect dialect;

	private final List<Node> places = new ArrayList<>();

	private final List<Node> withItems = new ArrayList<>();

	private final Set<Table> targets = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Set<Table> readAndWritten = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Set<String> names = new HashSet<>();

	private boolean recursive;

	private boolean understood = true;

	TableCollector(Node root, SqlDialect dialect) {
		this.root = root;
		this.dialect = dialect;
	}

	TableReferences references(Statement statement, boolean mayVary) {
		visitNodes();
		visitTargets(statement);
		if (!this.understood) {
			return TableReferences.unknown();
		}
		visitInto();
		Set<String> read = new HashSet<>();
		Set<String> written = new HashSet<>();
		for (Node place : this.places) {
			Table table = (Table) place.jjtGetValue();
			boolean target = this.targets.contains(table);
			if (target || this.readAndWritten.contains(table)) {
				written.addAll(targetNames(table));
			}
			if (!target && !isCommonName(place, table) && !isLockedAlias(table)) {
				read.add(name(table));
			}
		}
		return new TableReferences(true, read, written, mayVary);
	}

	private void visitNodes() {
		Deque<Node> left = new ArrayDeque<>();
		left.push(this.root);
		while (!left.isEmpty()) {
			Node node = left.pop();
			if (node.jjtGetValue() instanceof AllTableColumns) {
				continue;
			}
			if (node.getId() == CCJSqlParserTreeConstants.JJTTABLENAME) {
				this.understood &= node.jjtGetValue() instanceof Table;
				this.places.add(node);
			}
			if (node.getId() == CCJSqlParserTreeConstants.JJTWITHITEM) {
				this.withItems.add(node);
			}
			for (int i = 0; i < node.jjtGetNumChildren(); i++) {
				left.push(node.jjtGetChild(i));
			}
		}
	}

	private void visitTargets(Statement statement) {
		if (statement instanceof Insert insert) {
			target(insert.getTable());
			visitBranches(insert.getOracleMultiInsertBranches());
			visitWithItems(insert.getWithItemsList());
		}
		else if (statement instanceof Update update) {
			target(update.getTable());
			visitJoins(update.getStartJoins());
			visitWithItems(update.getWithItemsList());
		}
		else if (statement instanceof Delete delete) {
			visitDeleted(delete);
			visitWithItems(delete.getWithItemsList());
		}
		else if (statement instanceof Merge merge) {
			target(merge.getTable());
			visitWithItems(merge.getWithItemsList());
		}
		else if (statement instanceof Truncate truncate) {
			target(truncate.getTable());
			orEmpty(truncate.getTables()).forEach(this::target);
		}
		else if (statement instanceof Upsert upsert) {
			target(upsert.getTable());
		}
		else if (statement instanceof Select select) {
			visitWithItems(select.getWithItemsList());
		}
		else {
			this.understood = false;
		}
	}

	private void visitDeleted(Delete delete) {
		if (orEmpty(delete.getTables()).isEmpty()) {
			target(delete.getTable());
		}
		else {
			delete.getTables().forEach(this::target);
		}
	}

	private void visitBranches(@Nullable List<OracleMultiInsertBranch> branches) {
		for (OracleMultiInsertBranch branch : orEmpty(branches)) {
			branch.getClauses().forEach((clause) -> target(clause.getTable()));
		}
	}

	private void visitJoins(@Nullable List<Join> joins) {
		for (Join join : orEmpty(joins)) {
			if (join.getFromItem() instanceof Table table) {
				this.readAndWritten.add(table);
			}
		}
	}

	private void visitWithItems(@Nullable List<WithItem<?>> items) {
		for (WithItem<?> item : orEmpty(items)) {
			this.names.add(unquoted(item.getAliasName()));
			this.recursive |= item.isRecursive();
			visitTargets(inner(item.getParenthesedStatement()));
		}
	}

	private static Statement inner(Statement statement) {
		if (statement instanceof ParenthesedInsert insert) {
			return insert.getInsert();
		}
		if (statement instanceof ParenthesedUpdate update) {
			return update.getUpdate();
		}
		return (statement instanceof ParenthesedDelete delete) ? delete.getDelete() : statement;
	}

	private void target(@Nullable Table table) {
		if (table != null) {
			this.targets.add(table);
		}
	}

	/*
	 * A query, too, writes the table after INTO.
	 */
	private void visitInto() {
		Set<Token> targetTokens = Collections.newSetFromMap(new IdentityHashMap<>());
		Token token = this.root.jjtGetFirstToken();
		while (token != null && token.next != null) {
			if (token.image != null && token.image.equalsIgnoreCase("into")) {
				targetTokens.add(token.next);
			}
			token = token.next;
		}
		for (Node place : this.places) {
			if (targetTokens.contains(place.jjtGetFirstToken())) {
				target((Table) place.jjtGetValue());
			}
		}
	}

	/*
	 * What is written may be named by its alias, or by a common table expression that
	 * selects from it.
	 */
	private Set<String> targetNames(Table target) {
		String name = name(target);
		if (this.names.contains(name)) {
			return this.places.stream()
				.map((place) -> name((Table) place.jjtGetValue()))
				.filter((other) -> !this.names.contains(other))
				.collect(Collectors.toSet());
		}
		Set<String> aliased = aliased(name);
		return aliased.isEmpty() ? Set.of(name) : aliased;
	}

	private Set<String> aliased(String name) {
		Set<String> tables = new HashSet<>();
		for (Node place : this.places) {
			Table table = (Table) place.jjtGetValue();
			Alias alias = table.getAlias();
			if (alias != null && unquoted(alias.getName()).equals(name)) {
				tables.add(name(table));
			}
		}
		return tables;
	}

	/*
	 * The names after FOR UPDATE OF are aliases.
	 */
	private boolean isLockedAlias(Table table) {
		return table.getAlias() == null && !aliased(name(table)).isEmpty();
	}

	/*
	 * A table that has the name of a common table expression is one, unless it stands
	 * before or, if that is no recursion, inside of its definition.
	 */
	private boolean isCommonName(Node place, Table table) {
		String name = name(table);
		if (!this.names.contains(name)) {
			return false;
		}
		boolean ownBody = this.recursive || this.dialect == SqlDialect.ORACLE || this.dialect == SqlDialect.SQL_SERVER;
		List<Node> definitions = this.withItems.stream().filter((item) -> isNamed(item, name)).toList();
		if (definitions.size() != 1) {
			return false;
		}
		Node definition = definitions.get(0);
		Token edge = ownBody ? definition.jjtGetFirstToken() : definition.jjtGetLastToken();
		return place.jjtGetFirstToken().absoluteBegin > edge.absoluteBegin;
	}

	private static boolean isNamed(Node withItem, String name) {
		Token first = withItem.jjtGetFirstToken();
		return unquoted(first.image).equals(name)
				|| first.image.equalsIgnoreCase("recursive") && unquoted(first.next.image).equals(name);
	}

	private static String name(Table table) {
		List<String> parts = new ArrayList<>(table.getNameParts());
		Collections.reverse(parts);
		return parts.stream().map((part) -> (part != null) ? unquoted(part) : "").collect(Collectors.joining("."));
	}

	private static String unquoted(String name) {
		int last = name.length() - 1;
		boolean quoted = last > 0 && "\"`[".indexOf(name.charAt(0)) != -1;
		return (quoted ? name.substring(1, last) : name).toLowerCase(Locale.ROOT);
	}

	private static <T> List<T> orEmpty(@Nullable List<T> list) {
		return (list != null) ? list : List.of();
	}

}
