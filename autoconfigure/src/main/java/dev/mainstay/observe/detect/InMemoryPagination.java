package dev.mainstay.observe.detect;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.operation.ApplicationFrame;
import dev.mainstay.operation.Operation;
import dev.mainstay.operation.WorkScope;

/**
 * Notes where pages are cut out of all rows in memory, when it is told that this happens.
 * Thread-safe.
 */
public final class InMemoryPagination {

	private final Findings findings;

	private final CallPlaces places;

	/**
	 * Create one that has seen nothing.
	 * @param findings where to put what is found
	 * @param packages the packages of the application, as far as they are known
	 */
	public InMemoryPagination(Findings findings, List<String> packages) {
		this.findings = findings;
		this.places = new CallPlaces(new ApplicationFrame(packages));
	}

	/**
	 * The calling thread is about to cut a page in memory.
	 */
	public void seen() {
		String place = this.places.current().text();
		Operation operation = operation();
		String name = (operation != null) ? operation.name() : null;
		FindingKind kind = FindingKind.IN_MEMORY_PAGINATION;
		LiveFinding finding = this.findings.seen(new FindingKey(kind, place, null), name, 1, (now) -> new Finding(kind,
				place, name, null, null, null, null, null, 1, 1, 1, now, now, FindingAdvice.of(kind, true)));
		if (finding != null) {
			this.findings.counted(finding, 1, true);
		}
	}

	private static @Nullable Operation operation() {
		Operation operation = Operation.current();
		WorkScope scope = WorkScope.current();
		return (operation == null && scope != null) ? scope.operation() : operation;
	}

}
