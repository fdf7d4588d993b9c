package dev.mainstay.autoconfigure.transaction;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A few daemon threads for work that nobody waits for. They are there only while there is
 * any, and refuse it when there is too much.
 */
final class BackgroundExecutor implements Executor, DisposableBean {

	private static final long LINGER_SECONDS = 5;

	private final ThreadPoolExecutor executor;

	BackgroundExecutor(String threadNamePrefix, int threads, int queue) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(threadNamePrefix);
		factory.setDaemon(true);
		this.executor = new ThreadPoolExecutor(threads, threads, LINGER_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(queue), factory);
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
