package dev.mainstay.autoconfigure.admission;

import java.time.Clock;

import dev.mainstay.admission.CircuitOpenException;
import dev.mainstay.admission.breaker.Breaker;
import dev.mainstay.admission.breaker.BreakerSettings;
import dev.mainstay.admission.breaker.Breakers;
import dev.mainstay.datasource.ConnectionDecorator;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.pool.ConnectionListener;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * The link of the chain where callers are refused while the database is away; outside of
 * the gate, so that they need no permit.
 */
final class BreakerLink implements ConnectionDecorator {

	static final int ORDER = GateLink.ORDER - 100;

	private final ManagedPools pools;

	private final Breakers breakers;

	private final BreakerSettings settings;

	private final Clock clock;

	BreakerLink(ManagedPools pools, Breakers breakers, BreakerSettings settings, Clock clock) {
		this.pools = pools;
		this.breakers = breakers;
		this.settings = settings;
		this.clock = clock;
	}

	@Override
	public ConnectionSource decorate(String dataSourceName, ConnectionSource next) {
		Breaker breaker = this.breakers.find(dataSourceName);
		return (breaker != null) ? () -> breaker.borrow(next) : next;
	}

	// Where those are refused who waited at the gate while the database went away. A
	// chain
	// is put together from the inside, so the breaker is made there.
	ConnectionDecorator behindGate() {
		return new BehindGate();
	}

	private Breaker breaker(String dataSourceName, ManagedPool pool) {
		Breaker breaker = new Breaker(dataSourceName, this.settings, new PoolTarget(pool), this.clock,
				System::nanoTime);
		pool.listen(new Listener(breaker));
		this.breakers.add(dataSourceName, breaker);
		return breaker;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	/**
	 * The link behind the gate.
	 */
	private final class BehindGate implements ConnectionDecorator {

		@Override
		public ConnectionSource decorate(String dataSourceName, ConnectionSource next) {
			ManagedPool pool = BreakerLink.this.pools.find(dataSourceName);
			if (pool == null) {
				return next;
			}
			Breaker breaker = breaker(dataSourceName, pool);
			return () -> {
				breaker.check();
				return next.getConnection();
			};
		}

		@Override
		public int getOrder() {
			return GateLink.ORDER + 100;
		}

	}

	/**
	 * Passes on to the breaker what the pool hears of the server.
	 */
	private record Listener(Breaker breaker) implements ConnectionListener {

		@Override
		public void opened() {
			this.breaker.connected();
		}

		@Override
		public void failed(Throwable error) {
			this.breaker.connectFailed(error);
		}

		@Override
		public void answered() {
			this.breaker.answered();
		}

		@Override
		public void lost() {
			this.breaker.lost();
		}

		@Override
		public void askingAgain() throws CircuitOpenException {
			this.breaker.askAgain();
		}

	}

}
