package dev.mainstay.autoconfigure.admission;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.admission.AdmissionSettings;
import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.LentHolders;
import dev.mainstay.admission.PoolOverloadedException;
import dev.mainstay.admission.RefusalListener;
import dev.mainstay.admission.Segment;
import dev.mainstay.admission.SegmentBindings;
import dev.mainstay.admission.SegmentLimits;
import dev.mainstay.datasource.ConnectionDecorator;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * The link of the chain where callers wait for a connection.
 */
final class GateLink implements ConnectionDecorator {

	static final int ORDER = 500;

	private static final Logger logger = LoggerFactory.getLogger(GateLink.class);

	private final ManagedPools pools;

	private final Gates gates;

	private final AdmissionSettings settings;

	private final SegmentPlan plan;

	private final Predicate<String> divided;

	private final RefusalListener listener;

	/**
	 * Create the link.
	 * @param pools the pools
	 * @param gates where to add the gates
	 * @param settings how they decide
	 * @param plan the segments
	 * @param divided tells whether the segments hold for a data source
	 * @param listener hears of those who get no connection
	 */
	GateLink(ManagedPools pools, Gates gates, AdmissionSettings settings, SegmentPlan plan, Predicate<String> divided,
			RefusalListener listener) {
		this.pools = pools;
		this.gates = gates;
		this.settings = settings;
		this.plan = plan;
		this.divided = divided;
		this.listener = listener;
	}

	@Override
	public ConnectionSource decorate(String dataSourceName, ConnectionSource next) {
		ManagedPool pool = this.pools.find(dataSourceName);
		if (pool == null) {
			return next;
		}
		if (this.settings.nestedReserve() > 0 && pool.maximumSize() > 0
				&& this.settings.nestedReserve() >= pool.maximumSize()) {
			logger.warn(
					"Data source '{}' has {} connections and keeps {} for threads that have one already, so that one "
							+ "is left for all others: lower db.admission.nested-reserve",
					dataSourceName, pool.maximumSize(), this.settings.nestedReserve());
		}
		List<SegmentLimits> segments = this.divided.test(dataSourceName)
				? this.plan.sharing(pool, this.settings.nestedReserve()) : List.of();
		Gate gate = new Gate(dataSourceName, this.settings, segments, pool::maximumSize, pool::acquireTimeoutMillis,
				new LentHolders(pool.lentConnections()), (name, error) -> refused(pool, error), System::nanoTime);
		this.gates.add(dataSourceName, gate);
		pool.countWaiting(gate::waiting);
		return segments.isEmpty() ? new Entrance(gate, gate.segments().get(0), next, null)::borrow
				: divided(gate, next);
	}

	private ConnectionSource divided(Gate gate, ConnectionSource next) {
		Map<Segment, Entrance> entrances = new IdentityHashMap<>();
		for (Segment segment : gate.segments()) {
			entrances.put(segment, new Entrance(gate, segment, next, this.plan.statementLimit(segment.name())));
		}
		SegmentBindings bindings = this.plan.bindings();
		return () -> {
			Segment segment = gate.choose(bindings.current());
			return Objects.requireNonNull(entrances.get(segment)).borrow();
		};
	}

	private void refused(ManagedPool pool, PoolOverloadedException error) {
		switch (error.reason()) {
			case TIMEOUT, MAX_WAIT, STALLED -> pool.refusedInFront(true);
			case QUEUE_FULL, OVERLOAD -> pool.refusedInFront(false);
			case DEADLINE, POOL_LOCK -> {
				// Not because too many want a connection.
			}
		}
		this.listener.refused(pool.name(), error);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
