package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Segment;
import dev.mainstay.admission.SegmentBindings;
import dev.mainstay.admission.SegmentLimits;
import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.operation.OperationProperties;
import dev.mainstay.datasource.StatementLimit;
import dev.mainstay.pool.ManagedPool;

/**
 * The segments as they were configured, checked against each other, the operations and
 * the pools.
 */
final class SegmentPlan {

	private final Map<String, SegmentProperties.Segment> segments;

	private final SegmentBindings bindings;

	private final double freeShare;

	SegmentPlan(SegmentProperties properties, OperationProperties operations, double freeShare) {
		this.freeShare = freeShare;
		this.segments = new TreeMap<>(properties.segments());
		Set<String> names = new TreeSet<>(this.segments.keySet());
		if (!names.isEmpty()) {
			names.add(Segment.DEFAULT);
		}
		Map<String, List<String>> preferred = new LinkedHashMap<>();
		operations.operations().forEach((name, operation) -> {
			check(name, operation.segments(), names);
			if (!operation.segments().isEmpty()) {
				preferred.put(name, operation.segments());
			}
		});
		this.bindings = new SegmentBindings(names, preferred, properties.kinds());
	}

	private static void check(String operation, List<String> preferred, Set<String> known) {
		for (String segment : preferred) {
			if (!known.contains(segment)) {
				String action = known.isEmpty() ? "Define it by %s.%s.max.".formatted(SegmentProperties.PREFIX, segment)
						: "Type some of %s, or define it by %s.%s.max.".formatted(String.join(", ", known),
								SegmentProperties.PREFIX, segment);
				throw new InvalidPropertyException(
						"db.operations.%s.segments".formatted(operation.toLowerCase(Locale.ROOT)), preferred,
						"names '%s', which is no segment".formatted(segment), action);
			}
		}
	}

	boolean isEmpty() {
		return this.segments.isEmpty();
	}

	SegmentBindings bindings() {
		return this.bindings;
	}

	/**
	 * Return the segments that share a pool.
	 * @param pool the pool
	 * @param reserve how many of its connections are kept for threads that have one
	 * @return their limits, in the order of their names
	 * @throws InvalidPropertyException if it has not enough connections for what is
	 * guaranteed
	 */
	List<SegmentLimits> sharing(ManagedPool pool, int reserve) {
		List<SegmentLimits> limits = new ArrayList<>();
		this.segments.forEach((name, segment) -> {
			if (!segment.dedicated()) {
				limits.add(new SegmentLimits(name, segment.guaranteed(), segment.maximum(), segment.shed()));
			}
		});
		checkGuarantees(limits, pool, reserve);
		return limits;
	}

	// One is left for those who are guaranteed nothing, or they would wait for ever.
	private static void checkGuarantees(List<SegmentLimits> limits, ManagedPool pool, int reserve) {
		SegmentLimits last = SegmentLimits.NONE;
		int guaranteed = 0;
		boolean all = false;
		for (SegmentLimits one : limits) {
			guaranteed += one.guaranteed();
			last = (one.guaranteed() > 0) ? one : last;
			all |= one.name().equals(Segment.DEFAULT) && one.guaranteed() > 0;
		}
		int size = pool.maximumSize();
		int most = size - reserve - (all ? 0 : 1);
		if (size > 0 && guaranteed > 0 && guaranteed > most) {
			throw new InvalidPropertyException("%s.%s.guaranteed".formatted(SegmentProperties.PREFIX, last.name()),
					last.guaranteed(),
					"makes %d that are guaranteed by all segments, of %d connections that the pool of '%s' may have; %d can be"
						.formatted(guaranteed, size, pool.name(), Math.max(0, most)),
					"Guarantee less, let the pool have more connections (db.pool.size and db.pool.max-overflow), or leave "
							+ "this data source out (db.data-sources.%s.segments.enabled=false)."
								.formatted(pool.name()));
		}
	}

	/**
	 * Return the limit of the statements of a segment.
	 * @param segment its name
	 * @return the limit, or {@code null} if that of the session holds
	 */
	@Nullable StatementLimit statementLimit(String segment) {
		SegmentProperties.Segment properties = this.segments.get(segment);
		Duration limit = (properties != null) ? properties.statementTimeout() : null;
		return (limit != null)
				? new StatementLimit("%s.%s.statement-timeout".formatted(SegmentProperties.PREFIX, segment), limit)
				: null;
	}

	SegmentProperties.Segment segment(String name) {
		return Objects.requireNonNull(this.segments.get(name));
	}

	double freeShare() {
		return this.freeShare;
	}

	/**
	 * Return which segments have a pool of their own.
	 * @return the names of the segments
	 */
	Set<String> dedicated() {
		Set<String> names = new TreeSet<>();
		this.segments.forEach((name, segment) -> {
			if (segment.dedicated()) {
				names.add(name);
			}
		});
		return names;
	}

	/**
	 * Return the segment that has a data source of its own.
	 * @param dataSource the bean name of the data source
	 * @return the name of the segment, or {@code null} if it is none of these
	 */
	@Nullable String dedicatedSegment(String dataSource) {
		return dedicated().stream()
			.filter((name) -> DedicatedPools.beanName(name).equals(dataSource))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return the data sources of segments that have one of their own.
	 * @return the bean names
	 */
	Set<String> dedicatedDataSources() {
		return dedicated().stream().map(DedicatedPools::beanName).collect(Collectors.toSet());
	}

}
