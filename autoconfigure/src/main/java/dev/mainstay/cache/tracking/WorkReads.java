package dev.mainstay.cache.tracking;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.operation.WorkScope;

/**
 * What was read in one request, message or task up to now, which entities in memory may
 * come from. Belongs to the thread that works.
 */
final class WorkReads {

	private static final int MOST_STATEMENTS = 100;

	private final long stamp;

	private final Set<StatementSource> statements = new LinkedHashSet<>();

	private boolean tooMany;

	WorkReads(long stamp) {
		this.stamp = stamp;
	}

	static @Nullable WorkScope outermost() {
		WorkScope scope = WorkScope.current();
		WorkScope parent = (scope != null) ? scope.parent() : null;
		while (parent != null) {
			scope = parent;
			parent = scope.parent();
		}
		return scope;
	}

	void add(StatementSource statement) {
		if (this.statements.size() < MOST_STATEMENTS) {
			this.statements.add(statement);
		}
		else {
			this.tooMany |= !this.statements.contains(statement);
		}
	}

	// The number of the moment before the first statement.
	long stamp() {
		return this.stamp;
	}

	Set<StatementSource> statements() {
		return this.statements;
	}

	boolean areTooMany() {
		return this.tooMany;
	}

}
