package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionSystemException;

/**
 * An error with everything behind it, outermost first: its causes, the further errors of
 * a batch, and what a failed rollback has hidden.
 *
 * @param errors all of them, each once
 */
record ErrorChain(List<Throwable> errors) {

	private static final int LONGEST = 50;

	static ErrorChain of(Throwable error) {
		List<Throwable> errors = new ArrayList<>();
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Throwable> open = new ArrayDeque<>(List.of(error));
		while (!open.isEmpty() && errors.size() < LONGEST) {
			Throwable current = open.removeFirst();
			if (seen.add(current)) {
				errors.add(current);
				add(open, current.getCause());
				add(open, (current instanceof TransactionSystemException failed) ? failed.getApplicationException()
						: null);
				add(open, (current instanceof SQLException chained) ? chained.getNextException() : null);
			}
		}
		return new ErrorChain(errors);
	}

	private static void add(Deque<Throwable> open, @Nullable Throwable error) {
		if (error != null) {
			open.addLast(error);
		}
	}

	List<SQLException> sqlExceptions() {
		return this.errors.stream().filter(SQLException.class::isInstance).map(SQLException.class::cast).toList();
	}

}
