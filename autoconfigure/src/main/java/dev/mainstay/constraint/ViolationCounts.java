package dev.mainstay.constraint;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.failure.FailureListener;

/**
 * Counts violations by constraint, as the errors name them; safe for use by many threads.
 * The number of constraints is bounded, the rest is counted together.
 */
public final class ViolationCounts implements FailureListener {

	private static final int MOST_CONSTRAINTS = 200;

	// Each may take a connection of its own.
	private static final int MOST_LOOKED_UP = 20;

	private final SideConnections connections;

	private final ViolationDetails details;

	private final Clock clock;

	private final Map<Total, LongAdder> totals = new ConcurrentHashMap<>();

	private final Map<Constraint, Entry> constraints = new ConcurrentHashMap<>();

	private final Entry others = new Entry();

	/**
	 * Create counts.
	 * @param connections the data sources there are
	 * @param details completes the names of constraints when they are looked at
	 * @param clock the clock for the times
	 */
	public ViolationCounts(SideConnections connections, ViolationDetails details, Clock clock) {
		this.connections = connections;
		this.details = details;
		this.clock = clock;
	}

	@Override
	public void failed(String dataSource, FailureKind kind, SQLException error) {
		DatabaseProduct product = this.connections.product(dataSource);
		Finding finding = (product != null) ? ErrorReader.of(product).read(error) : null;
		if (finding != null) {
			this.totals.computeIfAbsent(new Total(dataSource, finding.kind()), (any) -> new LongAdder()).increment();
			entry(new Constraint(dataSource, finding)).count(this.clock.instant());
		}
	}

	private Entry entry(Constraint constraint) {
		Entry known = this.constraints.get(constraint);
		if (known != null) {
			return known;
		}
		// Threads that pass here together may add a few more.
		return (this.constraints.size() < MOST_CONSTRAINTS)
				? this.constraints.computeIfAbsent(constraint, (any) -> new Entry()) : this.others;
	}

	/**
	 * Return how often values broke a rule of one kind.
	 * @param dataSource the bean name of the data source
	 * @param kind the kind of the rule
	 * @return the number since the start
	 */
	public long count(String dataSource, ViolationKind kind) {
		LongAdder total = this.totals.get(new Total(dataSource, kind));
		return (total != null) ? total.sum() : 0;
	}

	/**
	 * Return how often values broke a rule of one kind, in all data sources.
	 * @param kind the kind of the rule
	 * @return the number since the start
	 */
	public long count(ViolationKind kind) {
		return this.totals.entrySet()
			.stream()
			.filter((total) -> total.getKey().kind() == kind)
			.mapToLong((total) -> total.getValue().sum())
			.sum();
	}

	/**
	 * Return the constraints that were broken, the most frequent first. May ask the
	 * databases for the names of tables and columns.
	 * @return one entry for each, and one for those that are counted together
	 */
	public List<ViolationCount> constraints() {
		List<Map.Entry<Constraint, Entry>> sorted = new ArrayList<>(this.constraints.entrySet());
		sorted.sort(Comparator.comparingLong((entry) -> -entry.getValue().count.sum()));
		List<ViolationCount> counts = new ArrayList<>();
		for (Map.Entry<Constraint, Entry> entry : sorted) {
			Constraint constraint = entry.getKey();
			ConstraintViolation violation = (counts.size() < MOST_LOOKED_UP)
					? this.details.describe(constraint.dataSource(), constraint.finding(), null, false)
					: this.details.described(constraint.dataSource(), constraint.finding(), false);
			add(counts, violation, entry.getValue());
		}
		add(counts, null, this.others);
		return counts;
	}

	private static void add(List<ViolationCount> counts, @Nullable ConstraintViolation violation, Entry entry) {
		Instant first = entry.first;
		Instant last = entry.last;
		if (first != null && last != null) {
			counts.add(new ViolationCount(violation, entry.count.sum(), first, last));
		}
	}

	/**
	 * What totals are made of.
	 *
	 * @param dataSource the bean name of the data source
	 * @param kind the kind of the rule
	 */
	private record Total(String dataSource, ViolationKind kind) {

	}

	/**
	 * What is counted one by one.
	 *
	 * @param dataSource the bean name of the data source
	 * @param finding the constraint as errors name it
	 */
	private record Constraint(String dataSource, Finding finding) {

	}

	/**
	 * One count. The times may be off by a violation that happens at the same moment.
	 */
	private static final class Entry {

		private final LongAdder count = new LongAdder();

		private volatile @Nullable Instant first;

		private volatile @Nullable Instant last;

		void count(Instant now) {
			this.count.increment();
			if (this.first == null) {
				this.first = now;
			}
			this.last = now;
		}

	}

}
