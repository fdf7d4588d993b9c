package dev.mainstay.cache.check.server;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Which commits everybody sees who sees another one: those that had returned before that
 * was sent, and those whose rows it has changed.
 */
final class Precedence {

	private final BitSet[] before;

	Precedence(List<Commit> commits) {
		int count = commits.size();
		this.before = new BitSet[count];
		for (int i = 0; i < count; i++) {
			this.before[i] = new BitSet(count);
			for (int j = 0; j < count; j++) {
				if (i != j && isBefore(commits.get(j), commits.get(i))) {
					this.before[i].set(j);
				}
			}
		}
		close();
	}

	private static boolean isBefore(Commit one, Commit other) {
		if (one.returned() < other.sent()) {
			return true;
		}
		for (Map.Entry<Place, Row> entry : one.effects().entrySet()) {
			Row later = other.effects().get(entry.getKey());
			if (later != null && entry.getValue().version() < later.version()) {
				return true;
			}
		}
		return false;
	}

	private void close() {
		for (int middle = 0; middle < this.before.length; middle++) {
			for (int i = 0; i < this.before.length; i++) {
				if (this.before[i].get(middle)) {
					this.before[i].or(this.before[middle]);
				}
			}
		}
		for (int i = 0; i < this.before.length; i++) {
			if (this.before[i].get(i)) {
				throw new IllegalStateException("A commit is before itself");
			}
		}
	}

	/**
	 * Return what is before a commit.
	 * @param commit the number of the commit
	 * @return the numbers of others, not to be changed
	 */
	BitSet before(int commit) {
		return this.before[commit];
	}

	/**
	 * Add a commit and all that is before it.
	 * @param commit the number of the commit
	 * @param seen what is seen
	 */
	void add(int commit, BitSet seen) {
		seen.set(commit);
		seen.or(this.before[commit]);
	}

}
