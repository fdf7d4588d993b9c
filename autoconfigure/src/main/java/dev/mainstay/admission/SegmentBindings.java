package dev.mainstay.admission;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.operation.Operation;
import dev.mainstay.operation.OperationSegments;
import dev.mainstay.operation.PreferredSegments;
import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

/**
 * Tells which segments the calling thread's work prefers: what its operation says, else
 * what its handler or task is configured to, else what all work of its kind is. Safe for
 * use by many threads.
 */
public final class SegmentBindings implements OperationSegments {

	private final Set<String> segments;

	private final Map<String, List<String>> operations;

	private final Map<WorkKind, List<String>> kinds = new EnumMap<>(WorkKind.class);

	/**
	 * Create the bindings.
	 * @param segments the names of all segments
	 * @param operations the segments that operations prefer, by the names of these
	 * @param kinds the segments of work by what made its thread begin;
	 * {@link WorkKind#TRANSACTION} is all work outside of everything else
	 */
	public SegmentBindings(Set<String> segments, Map<String, List<String>> operations, Map<WorkKind, String> kinds) {
		this.segments = Set.copyOf(segments);
		this.operations = Map.copyOf(operations);
		kinds.forEach((kind, segment) -> this.kinds.put(kind, List.of(segment)));
	}

	@Override
	public List<String> of(String operation, List<String> declared, String place) {
		for (String name : declared) {
			if (!this.segments.contains(name)) {
				throw new UnknownSegmentException(place, name, this.segments.stream().sorted().toList());
			}
		}
		return this.operations.getOrDefault(operation, declared);
	}

	/**
	 * Return what the calling thread's work prefers.
	 * @return the names of the segments, the best first; none if nothing was said of it
	 */
	public List<String> current() {
		List<String> preferred = PreferredSegments.current();
		if (!preferred.isEmpty()) {
			return preferred;
		}
		WorkKind kind = WorkKind.TRANSACTION;
		for (WorkScope scope = WorkScope.current(); scope != null; scope = scope.parent()) {
			List<String> configured = configured(scope);
			if (configured != null) {
				return configured;
			}
			kind = scope.kind();
		}
		return this.kinds.getOrDefault(kind, List.of());
	}

	private @Nullable List<String> configured(WorkScope scope) {
		Operation operation = this.operations.isEmpty() ? null : scope.operation();
		return (operation != null) ? this.operations.get(operation.name()) : null;
	}

}
