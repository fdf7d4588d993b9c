package dev.mainstay.observe.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.event.Latencies;
import dev.mainstay.observe.OperationStatements;
import dev.mainstay.observe.StatementStatistics;

/**
 * Publishes the figures of the operations with the most statements, as they are when
 * somebody {@link #refresh refreshes} them. Their number is limited; one that has more
 * than twice as many statements takes the place of the one that has the fewest, so that
 * series do not come and go. Thread-safe.
 */
public final class OperationMeters implements MeterBinder {

	/**
	 * How many operations have meters, of all data sources together.
	 */
	public static final int MOST = 50;

	private final StatementStatistics statistics;

	private final LongSupplier nanoTime;

	private final List<MeterRegistry> registries = new ArrayList<>();

	private final Map<MeteredOperation.Name, MeteredOperation> metered = new HashMap<>();

	/**
	 * Create the meters.
	 * @param statistics the figures
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public OperationMeters(StatementStatistics statistics, LongSupplier nanoTime) {
		this.statistics = statistics;
		this.nanoTime = nanoTime;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		if (!this.registries.contains(registry)) {
			this.registries.add(registry);
			this.metered.values().forEach((operation) -> operation.register(registry));
		}
	}

	/**
	 * Read the figures anew, and see which operations have the most statements.
	 */
	public synchronized void refresh() {
		if (this.registries.isEmpty()) {
			return;
		}
		long now = this.nanoTime.getAsLong();
		Map<MeteredOperation.Name, Latencies> others = new HashMap<>();
		for (String dataSource : this.statistics.dataSources()) {
			for (OperationStatements operation : this.statistics.operations(dataSource)) {
				MeteredOperation.Name name = new MeteredOperation.Name(dataSource, operation.operation());
				MeteredOperation known = this.metered.get(name);
				if (known != null) {
					known.update(operation.latencies(), now);
				}
				else {
					others.put(name, operation.latencies());
				}
			}
		}
		others.entrySet()
			.stream()
			.sorted(Comparator.comparing((other) -> other.getValue().count(), Comparator.reverseOrder()))
			.takeWhile((other) -> hasRoomFor(other.getValue().count()))
			.forEach((other) -> add(other.getKey(), other.getValue(), now));
	}

	private boolean hasRoomFor(long count) {
		if (this.metered.size() < MOST) {
			return true;
		}
		MeteredOperation least = this.metered.values()
			.stream()
			.min(Comparator.comparingLong(MeteredOperation::count))
			.orElseThrow();
		if (count / 2 <= least.count()) {
			return false;
		}
		this.metered.remove(least.name());
		this.registries.forEach(least::remove);
		return true;
	}

	private void add(MeteredOperation.Name name, Latencies latencies, long now) {
		MeteredOperation added = new MeteredOperation(name, latencies, now);
		this.metered.put(name, added);
		this.registries.forEach(added::register);
	}

}
