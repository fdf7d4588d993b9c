package dev.mainstay.sql;

import org.jspecify.annotations.Nullable;

/**
 * The fingerprints of the statements of one database, remembered by their texts in about
 * two megabytes.
 *
 * Texts that come more than once are kept, however many others come only once. Holds no
 * resources and starts nothing. Thread-safe; a look-up of a text that is kept takes no
 * lock and, as a rule, writes nothing.
 */
public final class Fingerprints {

	/*
	 * Reading a longer text takes little of the time that the database needs for it.
	 */
	private static final int LONGEST = 16_384;

	private static final int SETS = 512;

	private static final int WAYS = 2;

	private static final int SAMPLES = 8;

	private final SqlDialect dialect;

	/*
	 * The texts that are in use, in sets by a sample of their characters: the hash of a
	 * String that was just built costs more than all the rest. Read and written without
	 * order, which is safe as the fields of an entry are final.
	 */
	private final @Nullable FingerprintEntry[] front = new FingerprintEntry[SETS * WAYS];

	private final FingerprintTable table = new FingerprintTable();

	/**
	 * Create an empty look-up.
	 * @param dialect the dialect of all texts
	 */
	public Fingerprints(SqlDialect dialect) {
		this.dialect = dialect;
	}

	/**
	 * The fingerprint of a text.
	 * @param sql the text, which need not be valid SQL
	 * @return the fingerprint; the same instance for texts that are alike, as long as one
	 * of them is remembered
	 */
	public Fingerprint of(String sql) {
		int sample = sample(sql);
		int set = (sample & SETS - 1) * WAYS;
		for (int i = set; i < set + WAYS; i++) {
			FingerprintEntry entry = this.front[i];
			if (entry != null && entry.sql == sql) {
				return entry.use();
			}
		}
		for (int i = set; i < set + WAYS; i++) {
			FingerprintEntry entry = this.front[i];
			if (entry != null && entry.sample == sample && entry.sql.equals(sql)) {
				return entry.use();
			}
		}
		return (sql.length() <= LONGEST) ? lookUp(sql, sample, set) : Fingerprint.of(sql, this.dialect);
	}

	/**
	 * The dialect in which texts are read.
	 * @return the dialect
	 */
	public SqlDialect dialect() {
		return this.dialect;
	}

	private Fingerprint lookUp(String sql, int sample, int set) {
		FingerprintEntry entry = this.table.get(sql);
		if (entry != null) {
			bringForward(entry, set);
			return entry.use();
		}
		Fingerprint fingerprint = Fingerprint.of(sql, this.dialect);
		if (this.table.isFull()) {
			if (!this.table.sweep()) {
				return fingerprint;
			}
			forgetSwept();
		}
		return this.table.put(sql, sample, fingerprint);
	}

	/*
	 * Only to a place that is free or whose text is out of use: texts with the same
	 * sample would drive each other out, and each time write what other threads read.
	 */
	private void bringForward(FingerprintEntry entry, int set) {
		for (int i = set; i < set + WAYS; i++) {
			FingerprintEntry present = this.front[i];
			if (present == null || !present.used) {
				this.front[i] = entry;
				return;
			}
		}
	}

	private void forgetSwept() {
		for (int i = 0; i < this.front.length; i++) {
			FingerprintEntry entry = this.front[i];
			if (entry != null && this.table.get(entry.sql) != entry) {
				this.front[i] = null;
			}
		}
	}

	FingerprintTable table() {
		return this.table;
	}

	private static int sample(String sql) {
		int length = sql.length();
		int hash = length;
		int step = Math.max(1, length / SAMPLES);
		for (int i = length - 1; i >= 0; i -= step) {
			hash = hash * 31 + sql.charAt(i);
		}
		return hash ^ hash >>> 8 ^ hash >>> 16;
	}

}
