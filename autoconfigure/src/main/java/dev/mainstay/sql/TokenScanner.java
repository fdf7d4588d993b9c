package dev.mainstay.sql;

import java.util.Set;

/**
 * Recognises the token at a place in SQL text, remembering of the tokens before it only
 * what changes its meaning.
 */
final class TokenScanner {

	private final String sql;

	private final Set<LexicalFeature> features;

	private int end;

	private boolean terminated = true;

	private boolean inExecutableComment;

	/*
	 * After E'…' a string on a later line continues it, and its backslashes still escape.
	 */
	private boolean continuesEscapes;

	/*
	 * After an operand without a gap a colon belongs to a slice or a JSON member, and a
	 * full stop before a digit is no decimal point.
	 */
	private boolean afterOperand;

	TokenScanner(String sql, Set<LexicalFeature> features) {
		this.sql = sql;
		this.features = features;
	}

	int end() {
		return this.end;
	}

	boolean isTerminated() {
		return this.terminated;
	}

	TokenKind scan(int start) {
		this.terminated = true;
		TokenKind kind = recognise(start, this.sql.charAt(start));
		if (!kind.isTrivia()) {
			this.continuesEscapes = kind == TokenKind.STRING && (this.continuesEscapes || isEscapeString(start));
		}
		this.afterOperand = kind.isName() || kind.isLiteral() || kind == TokenKind.RIGHT_PARENTHESIS
				|| this.sql.charAt(start) == ']';
		return kind;
	}

	private TokenKind recognise(int start, char c) {
		if (SqlCharacters.isWhitespace(c)) {
			return whitespace(start);
		}
		if (CommentText.startsAt(this.sql, start, this.features)) {
			return comment(start);
		}
		if (this.inExecutableComment && this.sql.startsWith("*/", start)) {
			this.inExecutableComment = false;
			return upTo(start + 2, TokenKind.EXECUTABLE_COMMENT);
		}
		if (SqlCharacters.isIdentifierStart(c) || c == '#' && has(LexicalFeature.HASH_IDENTIFIERS)) {
			return word(start, c);
		}
		boolean number = SqlCharacters.isDigit(c) || c == '$' && has(LexicalFeature.MONEY)
				|| c == '.' && SqlCharacters.isDigit(at(start + 1)) && !this.afterOperand;
		return number ? number(start, c) : symbol(start, c);
	}

	private TokenKind whitespace(int start) {
		int i = start + 1;
		while (i < this.sql.length() && SqlCharacters.isWhitespace(this.sql.charAt(i))) {
			i++;
		}
		return upTo(i, TokenKind.WHITESPACE);
	}

	private TokenKind comment(int start) {
		if (at(start + 1) != '*' || at(start) != '/') {
			return upTo(CommentText.endOfLine(this.sql, start), TokenKind.LINE_COMMENT);
		}
		if (has(LexicalFeature.EXECUTABLE_COMMENTS)) {
			int mark = CommentText.endOfExecutableMark(this.sql, start);
			if (mark != QuotedText.UNTERMINATED) {
				this.inExecutableComment = true;
				return upTo(mark, TokenKind.EXECUTABLE_COMMENT);
			}
		}
		int close = CommentText.endOfBlock(this.sql, start, has(LexicalFeature.NESTED_COMMENTS));
		return closed(close, TokenKind.BLOCK_COMMENT);
	}

	private TokenKind word(int start, char c) {
		int quote = QuotedText.quoteAfterPrefix(this.sql, start, this.features);
		if (quote > start && at(quote) == '"') {
			return quotedIdentifier(quote, '"');
		}
		if (quote > start) {
			return string(quote, isEscapeString(start));
		}
		int alternative = ((c | 0x20) == 'n') ? start + 1 : start;
		if (has(LexicalFeature.ALTERNATIVE_QUOTES) && QuotedText.startsAlternative(this.sql, alternative)) {
			return closed(QuotedText.endOfAlternative(this.sql, alternative + 1), TokenKind.STRING);
		}
		return identifier(start);
	}

	private boolean isEscapeString(int start) {
		return has(LexicalFeature.ESCAPE_STRINGS) && (this.sql.charAt(start) | 0x20) == 'e';
	}

	private TokenKind identifier(int start) {
		boolean hash = has(LexicalFeature.HASH_IDENTIFIERS);
		int i = start + 1;
		while (SqlCharacters.isIdentifierPart(at(i)) || hash && at(i) == '#') {
			i++;
		}
		return upTo(i, TokenKind.IDENTIFIER);
	}

	private TokenKind number(int start, char c) {
		int first = (c == '$') ? start + 1 : start;
		return upTo(NumberText.endOf(this.sql, first, has(LexicalFeature.NUMBER_SUFFIXES)), TokenKind.NUMBER);
	}

	private TokenKind symbol(int start, char c) {
		return switch (c) {
			case '(' -> upTo(start + 1, TokenKind.LEFT_PARENTHESIS);
			case ')' -> upTo(start + 1, TokenKind.RIGHT_PARENTHESIS);
			case ',' -> upTo(start + 1, TokenKind.COMMA);
			case ';' -> upTo(start + 1, TokenKind.SEMICOLON);
			case '.' -> upTo(start + 1, TokenKind.DOT);
			case '\'' -> string(start, this.continuesEscapes);
			case '"' -> has(LexicalFeature.DOUBLE_QUOTED_STRINGS) ? string(start, false) : quotedIdentifier(start, c);
			case '`' -> has(LexicalFeature.BACKTICK_QUOTES) ? quotedIdentifier(start, c) : operator(start);
			case '[' ->
				has(LexicalFeature.BRACKET_QUOTES) ? quotedIdentifier(start, ']') : upTo(start + 1, TokenKind.OPERATOR);
			case ']' -> upTo(start + 1, TokenKind.OPERATOR);
			case '$' -> dollar(start);
			case '?', ':', '@' -> placeholder(start, c);
			default -> operator(start);
		};
	}

	private TokenKind string(int quote, boolean escapes) {
		boolean backslash = escapes || has(LexicalFeature.BACKSLASH_ESCAPES);
		return closed(QuotedText.endOfQuoted(this.sql, quote, at(quote), backslash), TokenKind.STRING);
	}

	private TokenKind quotedIdentifier(int start, char close) {
		return closed(QuotedText.endOfQuoted(this.sql, start, close, false), TokenKind.QUOTED_IDENTIFIER);
	}

	private TokenKind dollar(int start) {
		if (has(LexicalFeature.DOLLAR_QUOTES)) {
			int mark = QuotedText.endOfDollarMark(this.sql, start, has(LexicalFeature.DOLLAR_TAGS));
			if (mark != QuotedText.UNTERMINATED) {
				return closed(QuotedText.endOfDollarQuoted(this.sql, start, mark), TokenKind.STRING);
			}
		}
		return placeholder(start, '$');
	}

	private TokenKind placeholder(int start, char c) {
		if (c == '@' && has(LexicalFeature.VARIABLES)) {
			int variable = PlaceholderText.endOfVariable(this.sql, start);
			return (variable > start) ? upTo(variable, TokenKind.VARIABLE) : upTo(start + 1, TokenKind.OPERATOR);
		}
		boolean colonOperator = c == ':' && (this.afterOperand || at(start + 1) == ':');
		int operator = OperatorText.endOf(this.sql, start, this.features, this.inExecutableComment);
		if (c == '?' && operator > start || colonOperator) {
			return upTo(operator, TokenKind.OPERATOR);
		}
		int parameter = PlaceholderText.endOfParameter(this.sql, start, this.features);
		return (parameter > start) ? upTo(parameter, TokenKind.PARAMETER) : operator(start);
	}

	private TokenKind operator(int start) {
		int operator = OperatorText.endOf(this.sql, start, this.features, this.inExecutableComment);
		return (operator > start) ? upTo(operator, TokenKind.OPERATOR) : upTo(start + 1, TokenKind.OTHER);
	}

	private TokenKind closed(int close, TokenKind kind) {
		this.terminated = close != QuotedText.UNTERMINATED;
		return upTo(this.terminated ? close : this.sql.length(), kind);
	}

	private TokenKind upTo(int newEnd, TokenKind kind) {
		this.end = newEnd;
		return kind;
	}

	private boolean has(LexicalFeature feature) {
		return this.features.contains(feature);
	}

	private char at(int index) {
		return (index < this.sql.length()) ? this.sql.charAt(index) : 0;
	}

}
