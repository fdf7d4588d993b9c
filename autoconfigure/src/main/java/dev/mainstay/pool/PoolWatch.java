package dev.mainstay.pool;

import dev.mainstay.datasource.ConnectionDecorator;
import dev.mainstay.datasource.ConnectionSource;

/**
 * The innermost link of the chain: lends the pool's connections and watches over them.
 */
public final class PoolWatch implements ConnectionDecorator {

	/**
	 * The place in the chain; links of features stand further out.
	 */
	public static final int ORDER = 1000;

	private final ManagedPools pools;

	public PoolWatch(ManagedPools pools) {
		this.pools = pools;
	}

	@Override
	public ConnectionSource decorate(String dataSourceName, ConnectionSource next) {
		ManagedPool pool = this.pools.find(dataSourceName);
		return (pool != null) ? pool.watch(next) : next;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
