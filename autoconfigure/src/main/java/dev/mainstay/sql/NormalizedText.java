package dev.mainstay.sql;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The text of a fingerprint while it is being written: one way to space tokens, and lists
 * in which an item like the one before it leaves no trace.
 */
final class NormalizedText {

	/**
	 * How a token is set apart from the one before it.
	 */
	enum Spacing {

		/**
		 * By a blank, unless something opens before it.
		 */
		APART,

		/**
		 * Not at all.
		 */
		TIGHT

	}

	/*
	 * Deeper parentheses share one frame, so that they cost no memory.
	 */
	private static final int DEEPEST = 200;

	private char[] chars;

	private int length;

	private boolean open = true;

	private Frame[] frames = new Frame[8];

	private int depth;

	private int deepest;

	NormalizedText(int expectedLength) {
		this.chars = new char[expectedLength];
		this.frames[0] = new Frame();
	}

	char[] chars() {
		return this.chars;
	}

	int length() {
		return this.length;
	}

	/**
	 * How many parentheses and brackets are open.
	 * @return the number
	 */
	int depth() {
		return this.depth;
	}

	/**
	 * Add a token that stretches over a part of a text.
	 * @param text the text
	 * @param from the index of the first character
	 * @param to the index after the last character
	 * @param spacing the distance to the token before
	 * @return the index of its first character here
	 */
	int append(String text, int from, int to, Spacing spacing) {
		int start = startOfToken(spacing);
		ensureCapacity(to - from);
		text.getChars(from, to, this.chars, this.length);
		this.length += to - from;
		this.open = false;
		return start;
	}

	void append(char c, Spacing spacing) {
		startOfToken(spacing);
		ensureCapacity(1);
		this.chars[this.length++] = c;
		this.open = c == '.';
	}

	void lowerCaseFrom(int start) {
		for (int i = start; i < this.length; i++) {
			this.chars[i] = SqlCharacters.toLowerCase(this.chars[i]);
		}
	}

	/**
	 * Let the next token follow without a blank.
	 */
	void tighten() {
		this.open = true;
	}

	/**
	 * Take back everything from an index on.
	 * @param newLength the index
	 * @param wasOpen whether a token there needs no blank before it
	 */
	void truncate(int newLength, boolean wasOpen) {
		this.length = newLength;
		this.open = wasOpen;
	}

	boolean isOpen() {
		return this.open;
	}

	/**
	 * Open a parenthesis or bracket.
	 * @param c the character
	 * @param spacing the distance to the token before
	 * @param list whether its items are values of which one stands for all
	 */
	void open(char c, Spacing spacing, boolean list) {
		append(c, spacing);
		this.open = true;
		this.depth++;
		if (this.depth == this.frames.length && this.depth <= DEEPEST) {
			this.frames = Arrays.copyOf(this.frames, this.depth * 2);
		}
		if (this.depth > this.deepest && this.depth < this.frames.length) {
			this.deepest = this.depth;
			this.frames[this.depth] = new Frame();
		}
		frame().reset(list && this.depth < DEEPEST, this.length);
	}

	void close(char c) {
		if (frame().list) {
			endItem();
		}
		append(c, Spacing.TIGHT);
		if (this.depth > 0) {
			this.depth--;
			if (frame().rows == Rows.INSIDE) {
				endItem();
				frame().rows = Rows.AFTER;
			}
		}
	}

	void comma() {
		if (frame().list) {
			endItem();
		}
		ensureCapacity(2);
		this.chars[this.length++] = ',';
		this.chars[this.length++] = ' ';
		this.open = true;
		Frame frame = frame();
		if (frame.list) {
			frame.itemStart = this.length;
		}
		if (frame.rows == Rows.AFTER) {
			expectRow();
		}
	}

	/**
	 * Say that what stands in the innermost parenthesis is no list of values.
	 */
	void noList() {
		frame().list = false;
	}

	boolean isInList() {
		return frame().list || this.depth > 0 && frameAt(this.depth - 1).rows == Rows.INSIDE;
	}

	/**
	 * Say that rows of values follow, of which one stands for all.
	 */
	void startRows() {
		frame().lastEnd = Frame.NONE;
		expectRow();
	}

	/**
	 * Tell the list of rows, if there is one here, which token comes next.
	 * @param kind its kind
	 * @param keyword its keyword, if it is one
	 */
	void next(TokenKind kind, @Nullable Keyword keyword) {
		Frame frame = frame();
		switch (frame.rows) {
			case NONE -> {
			}
			case EXPECTED -> {
				boolean row = kind == TokenKind.LEFT_PARENTHESIS || keyword == Keyword.ROW;
				frame.rows = row ? Rows.INSIDE : Rows.NONE;
				frame.itemStart = this.open ? this.length : this.length + 1;
			}
			case INSIDE -> frame.rows = (kind == TokenKind.LEFT_PARENTHESIS) ? Rows.INSIDE : Rows.NONE;
			case AFTER -> frame.rows = (kind == TokenKind.COMMA) ? Rows.AFTER : Rows.NONE;
		}
	}

	/**
	 * The text, or as much of it as there is room for.
	 * @param longest the room, in characters
	 * @param mark what to put after a text that was cut
	 * @return the text
	 */
	String cut(int longest, String mark) {
		if (this.length <= longest) {
			return toString();
		}
		int end = Character.isHighSurrogate(this.chars[longest - 1]) ? longest - 1 : longest;
		return new String(this.chars, 0, end) + mark;
	}

	void trim() {
		if (this.length > 0 && this.chars[this.length - 1] == ' ') {
			this.length--;
		}
	}

	@Override
	public String toString() {
		return new String(this.chars, 0, this.length);
	}

	private void expectRow() {
		frame().rows = Rows.EXPECTED;
	}

	private void endItem() {
		Frame frame = frame();
		if (frame.lastEnd != Frame.NONE && Arrays.equals(this.chars, frame.lastStart, frame.lastEnd, this.chars,
				frame.itemStart, this.length)) {
			truncate(frame.lastEnd, false);
		}
		else {
			frame.lastStart = frame.itemStart;
			frame.lastEnd = this.length;
		}
	}

	private Frame frame() {
		return frameAt(this.depth);
	}

	private Frame frameAt(int level) {
		return this.frames[Math.min(level, this.frames.length - 1)];
	}

	private int startOfToken(Spacing spacing) {
		if (!this.open && spacing == Spacing.APART) {
			ensureCapacity(1);
			this.chars[this.length++] = ' ';
		}
		return this.length;
	}

	private void ensureCapacity(int more) {
		if (this.length + more > this.chars.length) {
			this.chars = Arrays.copyOf(this.chars, Math.max(this.chars.length * 2, this.length + more));
		}
	}

	/**
	 * Where a list of rows stands.
	 */
	private enum Rows {

		NONE, EXPECTED, INSIDE, AFTER

	}

	/**
	 * What is known inside of one parenthesis.
	 */
	private static final class Frame {

		static final int NONE = -1;

		private boolean list;

		private Rows rows = Rows.NONE;

		private int itemStart;

		private int lastStart;

		private int lastEnd = NONE;

		void reset(boolean isList, int start) {
			this.list = isList;
			this.rows = Rows.NONE;
			this.itemStart = start;
			this.lastEnd = NONE;
		}

	}

}
