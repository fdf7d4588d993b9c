package dev.mainstay.observe.detect;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * How often a statement was executed with each of a few sets of values. Small tables of
 * primitive numbers, because most statements of a unit of work are executed once.
 */
final class ParameterCounts {

	private static final int SMALLEST_TABLE = 16;

	private final int most;

	private int distinct;

	// Of the first set of values, which is often the only one.
	private int firstKey;

	private int firstCount;

	private int @Nullable [] keys;

	private int[] counts = {};

	ParameterCounts(int most) {
		this.most = most;
	}

	int distinct() {
		return this.distinct;
	}

	/**
	 * Count an execution.
	 * @param key tells the set of values from others
	 * @return how many executions with these values there were, with this one; 0 if there
	 * are too many different ones to tell
	 */
	int add(int key) {
		if (this.distinct == 0) {
			this.distinct = 1;
			this.firstKey = key;
			this.firstCount = 0;
		}
		if (key == this.firstKey) {
			return ++this.firstCount;
		}
		int[] table = this.keys;
		if (table == null || this.distinct * 2 > table.length) {
			table = grow(table);
		}
		int slot = slot(table, key);
		if (this.counts[slot] == 0) {
			if (this.distinct >= this.most) {
				return 0;
			}
			this.distinct++;
			table[slot] = key;
			// Bears the mark that the slot is taken even if the counts are forgotten.
			this.counts[slot] = 1;
		}
		return this.counts[slot]++;
	}

	private int slot(int[] table, int key) {
		int slot = (key * 0x9E3779B9) >>> 7 & table.length - 1;
		while (this.counts[slot] != 0 && table[slot] != key) {
			slot = slot + 1 & table.length - 1;
		}
		return slot;
	}

	private int[] grow(int @Nullable [] before) {
		int[] oldCounts = this.counts;
		int[] table = new int[(before != null) ? before.length * 2 : SMALLEST_TABLE];
		this.counts = new int[table.length];
		for (int i = 0; before != null && i < before.length; i++) {
			if (oldCounts[i] != 0) {
				int slot = slot(table, before[i]);
				table[slot] = before[i];
				this.counts[slot] = oldCounts[i];
			}
		}
		this.keys = table;
		return table;
	}

	/**
	 * Begin to count anew, while the different sets of values stay known.
	 */
	void forgetCounts() {
		this.firstCount = 0;
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] = Math.min(this.counts[i], 1);
		}
	}

	/**
	 * Begin anew.
	 */
	void clear() {
		this.distinct = 0;
		this.firstCount = 0;
		Arrays.fill(this.counts, 0);
	}

}
