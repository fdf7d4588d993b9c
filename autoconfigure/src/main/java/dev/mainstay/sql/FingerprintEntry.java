package dev.mainstay.sql;

/**
 * A text whose fingerprint is remembered.
 */
final class FingerprintEntry {

	/*
	 * What the objects around the characters take, in bytes.
	 */
	private static final int OVERHEAD = 250;

	final String sql;

	final int sample;

	final Fingerprint fingerprint;

	/*
	 * Whether the text came again since the last sweep. Written without order by many
	 * threads, and only if it changes, so that readers share the cache line.
	 */
	boolean used;

	/*
	 * In how many periods between two sweeps the text came again. Guarded by the lock of
	 * the table.
	 */
	int score;

	FingerprintEntry(String sql, int sample, Fingerprint fingerprint) {
		this.sql = sql;
		this.sample = sample;
		this.fingerprint = fingerprint;
	}

	Fingerprint use() {
		if (!this.used) {
			this.used = true;
		}
		return this.fingerprint;
	}

	int weight() {
		return OVERHEAD + bytes(this.sql) + bytes(this.fingerprint.text());
	}

	private static int bytes(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) > 0xFF) {
				return text.length() * 2;
			}
		}
		return text.length();
	}

}
