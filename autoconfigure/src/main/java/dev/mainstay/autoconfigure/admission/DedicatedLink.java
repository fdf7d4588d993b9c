package dev.mainstay.autoconfigure.admission;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import dev.mainstay.admission.SegmentBindings;
import dev.mainstay.datasource.ConnectionDecorator;
import dev.mainstay.datasource.ConnectionSource;

/**
 * The link of the chain where callers are sent to the pool of their segment, if it has
 * one of its own; outside of gate and breaker, as that pool has both.
 */
final class DedicatedLink implements ConnectionDecorator {

	static final int ORDER = BreakerLink.ORDER - 100;

	private final SegmentPlan plan;

	private final ObjectProvider<DedicatedPools> pools;

	private final Predicate<String> divided;

	private volatile @Nullable DedicatedPools known;

	DedicatedLink(SegmentPlan plan, Predicate<String> divided, ObjectProvider<DedicatedPools> pools) {
		this.plan = plan;
		this.divided = divided;
		this.pools = pools;
	}

	@Override
	public ConnectionSource decorate(String dataSourceName, ConnectionSource next) {
		Set<String> own = this.plan.dedicatedDataSources();
		if (own.isEmpty() || own.contains(dataSourceName) || !this.divided.test(dataSourceName)) {
			return next;
		}
		SegmentBindings bindings = this.plan.bindings();
		return () -> {
			List<String> preferred = bindings.current();
			DataSource other = preferred.isEmpty() ? null : pools().choose(dataSourceName, preferred);
			return (other != null) ? other.getConnection() : next.getConnection();
		};
	}

	private DedicatedPools pools() {
		DedicatedPools known = this.known;
		if (known == null) {
			known = this.pools.getObject();
			this.known = known;
		}
		return known;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
