package dev.mainstay.sql;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.NormalizedText.Spacing;

/**
 * Rewrites a statement so that all statements of the same shape read the same.
 *
 * The text it writes is read by the same rules as the one it was made of, and rewriting
 * it again changes nothing.
 */
final class SqlNormalizer {

	private static final int LONGEST_TEXT = 4000;

	private static final String CUT = " …";

	private final String sql;

	private final SqlDialect dialect;

	private final boolean foldsNames;

	private final NormalizedText text;

	private final StatementFacts facts;

	/*
	 * Of the token before: whether it ends an operand, so that a sign after it is an
	 * operator.
	 */
	private boolean operand;

	private TokenKind previous = TokenKind.SEMICOLON;

	private @Nullable Keyword keyword;

	private boolean semicolon;

	/*
	 * Where signs start that belong to the next token if that is a value.
	 */
	private int signs = -1;

	private boolean openBeforeSigns;

	/*
	 * Whether the next word is a password, as Oracle writes it: IDENTIFIED BY new REPLACE
	 * old.
	 */
	private boolean password;

	private boolean afterPassword;

	private SqlNormalizer(String sql, SqlDialect dialect) {
		this.sql = sql;
		this.dialect = dialect;
		this.foldsNames = dialect != SqlDialect.MYSQL && dialect != SqlDialect.SQL_SERVER;
		this.text = new NormalizedText(Math.min(sql.length(), 1 << 16) + 16);
		this.facts = new StatementFacts(dialect);
	}

	static Fingerprint fingerprint(String sql, SqlDialect dialect) {
		SqlNormalizer normalizer = new SqlNormalizer(sql, dialect);
		normalizer.read(true);
		NormalizedText text = normalizer.text;
		return new Fingerprint(Fnv1a.hash(text.chars(), text.length()), text.cut(LONGEST_TEXT, CUT),
				normalizer.facts.finish());
	}

	private void read(boolean hints) {
		SqlLexer lexer = new SqlLexer(this.sql, this.dialect);
		while (lexer.next()) {
			if (!lexer.kind().isTrivia()) {
				token(lexer);
			}
			else if (hints && lexer.kind() != TokenKind.WHITESPACE) {
				comment(lexer);
			}
		}
		this.text.trim();
	}

	private void token(SqlLexer lexer) {
		switch (lexer.kind()) {
			case STRING -> {
				if (this.previous != TokenKind.STRING) {
					value(TokenKind.STRING);
				}
			}
			case NUMBER, PARAMETER -> value(TokenKind.PARAMETER);
			case IDENTIFIER -> word(lexer);
			case QUOTED_IDENTIFIER -> quotedName(lexer);
			case OPERATOR -> operators(lexer);
			case LEFT_PARENTHESIS -> openParenthesis();
			case RIGHT_PARENTHESIS -> closeParenthesis();
			case COMMA -> comma();
			case DOT -> dot();
			case SEMICOLON -> semicolon();
			default -> plain(lexer);
		}
	}

	/*
	 * Hints change the plan and stay, but for the values in them. Other comments,
	 * sqlcommenter's tags among them, say nothing about the statement.
	 */
	private void comment(SqlLexer lexer) {
		boolean block = lexer.kind() == TokenKind.BLOCK_COMMENT;
		String mark = block ? "/*+" : "--+";
		boolean hint = this.sql.startsWith(mark, lexer.start()) && (block || this.dialect == SqlDialect.ORACLE);
		if (hint && lexer.isTerminated()) {
			String content = this.sql.substring(lexer.start() + 3, block ? lexer.end() - 2 : lexer.end());
			if (!content.contains("/*") && !content.contains("*/")) {
				hint(content);
			}
		}
	}

	private void hint(String content) {
		SqlNormalizer normalizer = new SqlNormalizer(content, this.dialect);
		normalizer.read(false);
		if (normalizer.text.length() > 0) {
			flushSemicolon();
			String hint = "/*+ " + normalizer.text + " */";
			this.text.append(hint, 0, hint.length(), Spacing.APART);
			this.signs = -1;
		}
	}

	private void value(TokenKind kind) {
		if (this.signs != -1) {
			this.text.truncate(this.signs, this.openBeforeSigns);
		}
		boolean secret = this.password;
		start(kind, null);
		this.afterPassword = secret;
		this.text.append('?', Spacing.APART);
		this.operand = true;
		this.facts.value();
	}

	private void word(SqlLexer lexer) {
		boolean qualified = this.previous == TokenKind.DOT;
		Keyword found = qualified ? null : KeywordTable.find(this.sql, lexer.start(), lexer.end());
		if (this.password || found != null && found.isConstant() && isValuePlace(found)) {
			value(TokenKind.PARAMETER);
			return;
		}
		boolean first = this.previous == TokenKind.LEFT_PARENTHESIS;
		boolean secret = found == Keyword.BY && this.keyword == Keyword.IDENTIFIED
				|| found == Keyword.REPLACE && this.afterPassword;
		start(TokenKind.IDENTIFIER, found);
		int start = this.text.append(this.sql, lexer.start(), lexer.end(), Spacing.APART);
		if (found != null || this.foldsNames) {
			this.text.lowerCaseFrom(start);
		}
		if (first && found != null && (found.kind() == StatementKind.SELECT || found == Keyword.WITH)) {
			this.text.noList();
		}
		if (found == Keyword.VALUES) {
			this.text.startRows();
		}
		this.operand = found == null || !found.isBeforeOperand();
		this.password = secret;
		this.facts.word(found, this.text.depth());
	}

	/*
	 * After IS, NOT, DEFAULT, ON and names, as in NOT NULL, a constant belongs to the
	 * syntax.
	 */
	private boolean isValuePlace(Keyword constant) {
		if (this.keyword == null) {
			return !this.operand && this.previous != TokenKind.SEMICOLON;
		}
		return this.keyword.isBeforeOperand() && this.keyword != Keyword.NOT && this.keyword != Keyword.DEFAULT
				&& (this.keyword != Keyword.ON || constant != Keyword.NULL);
	}

	private void quotedName(SqlLexer lexer) {
		if (this.password || !lexer.isTerminated() || isQuotedValue(lexer)) {
			value(TokenKind.PARAMETER);
			return;
		}
		plain(lexer);
		this.operand = true;
	}

	/*
	 * SQLite takes a name in double quotes for a string if there is no such column.
	 */
	private boolean isQuotedValue(SqlLexer lexer) {
		if (this.dialect != SqlDialect.SQLITE || this.sql.charAt(lexer.start()) != '"'
				|| this.sql.startsWith(".", lexer.end())) {
			return false;
		}
		return this.previous == TokenKind.OPERATOR || this.keyword == Keyword.LIKE || this.keyword == Keyword.GLOB
				|| this.previous != TokenKind.DOT && this.text.isInList();
	}

	/*
	 * Every dialect reads the minus of a=-1 as a sign, but PostgreSQL does not if the
	 * operator has one of some characters.
	 */
	private void operators(SqlLexer lexer) {
		int end = lexer.end();
		boolean symbolic = this.dialect == SqlDialect.POSTGRESQL;
		int first = end;
		while (first - 1 > lexer.start() && isUnary(this.sql.charAt(first - 1), symbolic)) {
			first--;
		}
		if (symbolic && first < end && hasSpecial(lexer.start(), end)) {
			first = end;
		}
		operator(lexer.start(), first);
		for (int i = first; i < end; i++) {
			operator(i, i + 1);
		}
	}

	private static boolean isUnary(char c, boolean signsOnly) {
		return c == '-' || c == '+' || !signsOnly && (c == '!' || c == '~');
	}

	private boolean hasSpecial(int from, int to) {
		for (int i = from; i < to; i++) {
			if ("~!@#%^&|?".indexOf(this.sql.charAt(i)) != -1) {
				return true;
			}
		}
		return false;
	}

	private void operator(int from, int to) {
		char c = this.sql.charAt(from);
		if (c == '[') {
			boolean list = this.keyword == Keyword.ARRAY;
			start(TokenKind.OPERATOR, null);
			this.text.open('[', this.operand ? Spacing.TIGHT : Spacing.APART, list);
			this.operand = false;
			return;
		}
		if (c == ']') {
			start(TokenKind.OPERATOR, null);
			this.text.close(']');
			this.operand = true;
			return;
		}
		boolean sign = to - from == 1 && (c == '-' || c == '+') && !this.operand;
		int before = this.signs;
		boolean wasOpen = this.openBeforeSigns;
		if (before == -1) {
			before = this.text.length();
			wasOpen = this.text.isOpen();
		}
		boolean cast = this.sql.startsWith("::", from) && to - from == 2 && this.operand;
		start(TokenKind.OPERATOR, null);
		this.text.append(this.sql, from, to, cast ? Spacing.TIGHT : Spacing.APART);
		if (cast) {
			this.text.tighten();
		}
		if (sign) {
			this.signs = before;
			this.openBeforeSigns = wasOpen;
		}
		this.operand = false;
		this.facts.operator();
	}

	private void openParenthesis() {
		Keyword before = this.keyword;
		boolean function = (this.previous.isName() || this.previous == TokenKind.OPERATOR && this.operand)
				&& (before == null || !before.isBeforeParenthesis());
		boolean list = before == Keyword.IN;
		start(TokenKind.LEFT_PARENTHESIS, null);
		this.text.open('(', function ? Spacing.TIGHT : Spacing.APART, list);
		this.operand = false;
		this.facts.open();
	}

	private void closeParenthesis() {
		start(TokenKind.RIGHT_PARENTHESIS, null);
		this.text.close(')');
		this.operand = true;
		this.facts.close(this.text.depth());
	}

	private void comma() {
		start(TokenKind.COMMA, null);
		this.text.comma();
		this.operand = false;
		this.facts.other();
	}

	private void dot() {
		start(TokenKind.DOT, null);
		this.text.append('.', Spacing.TIGHT);
		this.operand = false;
		this.facts.other();
	}

	private void semicolon() {
		this.semicolon = this.text.length() > 0;
		this.signs = -1;
		this.password = false;
	}

	private void flushSemicolon() {
		if (this.semicolon) {
			this.semicolon = false;
			this.text.append(';', Spacing.TIGHT);
			this.facts.semicolon();
			this.previous = TokenKind.SEMICOLON;
			this.keyword = null;
			this.operand = false;
		}
	}

	private void plain(SqlLexer lexer) {
		TokenKind kind = lexer.kind();
		start(kind, null);
		this.text.append(this.sql, lexer.start(), lexer.end(), Spacing.APART);
		this.operand = kind == TokenKind.VARIABLE;
		switch (kind) {
			case QUOTED_IDENTIFIER -> this.facts.quotedName();
			case VARIABLE -> this.facts.value();
			default -> this.facts.other();
		}
	}

	private void start(TokenKind kind, @Nullable Keyword newKeyword) {
		flushSemicolon();
		this.text.next(kind, newKeyword);
		this.previous = kind;
		this.keyword = newKeyword;
		this.signs = -1;
		this.password = false;
		this.afterPassword = false;
	}

}
