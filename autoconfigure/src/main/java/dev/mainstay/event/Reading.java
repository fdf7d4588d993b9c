package dev.mainstay.event;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the instruments of one data source show at a moment: gauges as they stand,
 * counters and latencies since the start of the application. Immutable.
 */
public final class Reading {

	private final String dataSource;

	private final Instant time;

	private final Map<Gauge, Double> gauges;

	private final Map<Counter, Long> counters;

	private final Latencies statements;

	private final Map<String, Latencies> operations;

	private final Map<String, Long> errors;

	private final boolean observing;

	private Reading(Builder builder, Instant time) {
		this.dataSource = builder.dataSource;
		this.time = time;
		this.gauges = Map.copyOf(builder.gauges);
		this.counters = Map.copyOf(builder.counters);
		this.statements = builder.statements;
		this.operations = Map.copyOf(builder.operations);
		this.errors = Map.copyOf(builder.errors);
		this.observing = builder.observing;
	}

	/**
	 * Start a reading.
	 * @param dataSource the bean name of the data source
	 * @return a builder
	 */
	public static Builder of(String dataSource) {
		return new Builder(dataSource);
	}

	/**
	 * Return whose instruments these are.
	 * @return the bean name of the data source
	 */
	public String dataSource() {
		return this.dataSource;
	}

	/**
	 * Return when they were read.
	 * @return the time
	 */
	public Instant time() {
		return this.time;
	}

	/**
	 * Return what a gauge shows.
	 * @param gauge the gauge
	 * @return the value, or {@code null} if nothing feeds it
	 */
	public @Nullable Double gauge(Gauge gauge) {
		return this.gauges.get(gauge);
	}

	/**
	 * Return what a counter shows.
	 * @param counter the counter
	 * @return the count since the start, or {@code null} if nothing feeds it
	 */
	public @Nullable Long counter(Counter counter) {
		return this.counters.get(counter);
	}

	/**
	 * Return how long statements took.
	 * @return the latencies since the start
	 */
	public Latencies statements() {
		return this.statements;
	}

	/**
	 * Return how long the statements of each operation took.
	 * @return the latencies since the start, by name of the operation
	 */
	public Map<String, Latencies> operations() {
		return this.operations;
	}

	/**
	 * Return the errors by kind.
	 * @return the counts since the start, by the id of the failure kind
	 */
	public Map<String, Long> errors() {
		return this.errors;
	}

	/**
	 * Return whether statements are observed.
	 * @return whether what counts and times them goes on
	 */
	public boolean isObserving() {
		return this.observing;
	}

	/**
	 * Collects the values of one reading. Not thread-safe.
	 */
	public static final class Builder {

		private final String dataSource;

		private final Map<Gauge, Double> gauges = new EnumMap<>(Gauge.class);

		private final Map<Counter, Long> counters = new EnumMap<>(Counter.class);

		private Latencies statements = Latencies.NONE;

		private final Map<String, Latencies> operations = new HashMap<>();

		private final Map<String, Long> errors = new HashMap<>();

		private boolean observing = true;

		Builder(String dataSource) {
			this.dataSource = dataSource;
		}

		/**
		 * Set a gauge.
		 * @param gauge the gauge
		 * @param value what it shows
		 * @return this
		 */
		public Builder gauge(Gauge gauge, double value) {
			this.gauges.put(gauge, value);
			return this;
		}

		/**
		 * Set a counter, or add to it if another source has set it.
		 * @param counter the counter
		 * @param total the count since the start
		 * @return this
		 */
		public Builder counter(Counter counter, long total) {
			this.counters.merge(counter, total, Long::sum);
			return this;
		}

		/**
		 * Set how long statements took.
		 * @param latencies the latencies since the start
		 * @return this
		 */
		public Builder statements(Latencies latencies) {
			this.statements = latencies;
			return this;
		}

		/**
		 * Set how long the statements of an operation took.
		 * @param name the name of the operation
		 * @param latencies the latencies since the start
		 * @return this
		 */
		public Builder operation(String name, Latencies latencies) {
			this.operations.put(name, latencies);
			return this;
		}

		/**
		 * Set how many errors of a kind there were, or add to it.
		 * @param kind the id of the failure kind
		 * @param total the count since the start
		 * @return this
		 */
		public Builder errors(String kind, long total) {
			this.errors.merge(kind, total, Long::sum);
			return this;
		}

		/**
		 * Say whether statements are observed; they are unless it is said.
		 * @param observing whether what counts and times them goes on
		 * @return this
		 */
		public Builder observing(boolean observing) {
			this.observing = observing;
			return this;
		}

		/**
		 * Finish the reading.
		 * @param time when the values were read
		 * @return the reading
		 */
		public Reading at(Instant time) {
			return new Reading(this, time);
		}

	}

}
