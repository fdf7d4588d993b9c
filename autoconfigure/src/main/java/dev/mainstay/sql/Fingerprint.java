package dev.mainstay.sql;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * What all executions of one statement have in common, whatever their values: a text
 * without values, a short id made of it, and what the statement does.
 */
public final class Fingerprint {

	private final long hash;

	private final String id;

	private final String text;

	private final StatementKind kind;

	private final boolean count;

	private final boolean limit;

	private final boolean locks;

	Fingerprint(long hash, String text, StatementFacts facts) {
		this.hash = hash;
		this.id = HexFormat.of().toHexDigits(hash);
		this.text = text;
		this.kind = facts.kind();
		this.count = facts.isCount();
		this.limit = facts.hasLimit();
		this.locks = facts.locks();
	}

	/**
	 * Take the fingerprint of a text without remembering it; {@link Fingerprints}
	 * remembers. Takes time in proportion to the length of the text, whatever the text.
	 * @param sql the text, which need not be valid SQL
	 * @param dialect the dialect it is written in
	 * @return the fingerprint
	 */
	public static Fingerprint of(String sql, SqlDialect dialect) {
		return SqlNormalizer.fingerprint(sql, dialect);
	}

	/**
	 * A short name of the statement, the same on every machine and in every run.
	 * @return 16 lower-case hexadecimal digits: the 64-bit FNV-1a hash of the whole
	 * normalised text in UTF-8
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The normalised statement: one spelling of everything that does not matter, and a
	 * question mark for each value, written into the text or bound.
	 * @return the first 4,000 characters, and a mark if there were more
	 */
	public String text() {
		return this.text;
	}

	/**
	 * What the statement does.
	 * @return the kind; of several statements in one text, that of the first that writes
	 */
	public StatementKind kind() {
		return this.kind;
	}

	/**
	 * Whether the statement counts rows and does nothing else.
	 * @return {@code true} for {@code select count(…) from} with one item and one row
	 */
	public boolean isCount() {
		return this.count;
	}

	/**
	 * Whether the statement bounds the number of its rows.
	 * @return {@code true} if it has LIMIT, OFFSET, FETCH FIRST or TOP outside of
	 * sub-queries, or compares ROWNUM
	 */
	public boolean hasLimit() {
		return this.limit;
	}

	/**
	 * Whether the statement locks the rows it reads.
	 * @return {@code true} for FOR UPDATE, FOR SHARE and their like
	 */
	public boolean locks() {
		return this.locks;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other
				|| other instanceof Fingerprint that && this.hash == that.hash && this.text.equals(that.text);
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.hash);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
