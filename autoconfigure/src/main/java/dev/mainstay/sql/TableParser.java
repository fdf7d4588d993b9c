package dev.mainstay.sql;

import java.util.Map;

import net.sf.jsqlparser.parser.AbstractJSqlParser.Dialect;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.statement.Statement;

/**
 * The use of JSqlParser to find the tables of a statement.
 *
 * The parser is called directly, as its own entry points start a thread for each text.
 * What bounds the time instead is the length and depth of the text, in which it is close
 * to linear.
 */
final class TableParser {

	private static final int LONGEST = 20_000;

	private static final int DEEPEST = 50;

	private static final Map<SqlDialect, Dialect> DIALECTS = Map.of(SqlDialect.POSTGRESQL, Dialect.POSTGRESQL,
			SqlDialect.MYSQL, Dialect.MYSQL, SqlDialect.H2, Dialect.H2, SqlDialect.ORACLE, Dialect.ORACLE,
			SqlDialect.SQL_SERVER, Dialect.SQLSERVER, SqlDialect.ANSI, Dialect.ANSI_SQL);

	private TableParser() {
	}

	/*
	 * Both texts have no comments and no text in quotes but names, so that nothing in a
	 * value can be taken for code. A few pieces of syntax want a literal, and are read in
	 * the second form.
	 */
	static TableReferences parse(String sql, SqlDialect dialect) {
		if (sql.length() > LONGEST) {
			return TableReferences.unknown();
		}
		PlainTokens tokens = new PlainTokens(sql, dialect);
		if (tokens.depth() > DEEPEST || tokens.isDoubtful()) {
			return TableReferences.unknown();
		}
		TableReferences references = parse(tokens, tokens.withPlaceholders(), dialect);
		return references.understood() ? references : parse(tokens, tokens.withLiterals(), dialect);
	}

	private static TableReferences parse(PlainTokens tokens, String sql, SqlDialect dialect) {
		CCJSqlParser parser = new CCJSqlParser(new StringProvider(sql));
		Dialect known = DIALECTS.get(dialect);
		if (known != null) {
			parser.withDialect(known);
		}
		parser.withSquareBracketQuotation(dialect == SqlDialect.SQL_SERVER || dialect == SqlDialect.SQLITE)
			.withAllowComplexParsing(true);
		try {
			Statement statement = parser.Statement();
			if (parser.getNextToken().kind != CCJSqlParserConstants.EOF) {
				return TableReferences.unknown();
			}
			return new TableCollector(parser.getASTRoot(), dialect).references(statement, tokens.mayVary());
		}
		catch (ParseException | RuntimeException | StackOverflowError ex) {
			return TableReferences.unknown();
		}
	}

}
