package dev.mainstay.autoconfigure.admission;

import java.util.Set;

import javax.sql.DataSource;

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

	DedicatedLink(SegmentPlan plan, ObjectProvider<DedicatedPools> pools) {
		this.plan = plan;
		this.pools = pools;
	}

	@Override
	public ConnectionSource decorate(String dataSourceName, ConnectionSource next) {
		Set<String> own = this.plan.dedicatedDataSources();
		if (own.isEmpty() || own.contains(dataSourceName)) {
			return next;
		}
		SegmentBindings bindings = this.plan.bindings();
		return () -> {
			DataSource other = this.pools.getObject().choose(dataSourceName, bindings.current());
			return (other != null) ? other.getConnection() : next.getConnection();
		};
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
