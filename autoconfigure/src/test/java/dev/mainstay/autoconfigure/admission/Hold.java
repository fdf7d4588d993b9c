package dev.mainstay.autoconfigure.admission;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mainstay.datasource.ConnectionDecorator;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.pool.PoolWatch;

import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Keeps callers on their last steps to the pool.
 */
final class Hold implements ConnectionDecorator {

	private final AtomicInteger held = new AtomicInteger();

	private volatile CountDownLatch latch = new CountDownLatch(0);

	void close() {
		this.latch = new CountDownLatch(1);
	}

	void open() {
		this.latch.countDown();
	}

	int held() {
		return this.held.get();
	}

	@Override
	public ConnectionSource decorate(String dataSourceName, ConnectionSource next) {
		return () -> {
			CountDownLatch closed = this.latch;
			if (closed.getCount() > 0) {
				this.held.incrementAndGet();
				assertThatNoException().isThrownBy(closed::await);
			}
			return next.getConnection();
		};
	}

	@Override
	public int getOrder() {
		return PoolWatch.ORDER - 1;
	}

}
