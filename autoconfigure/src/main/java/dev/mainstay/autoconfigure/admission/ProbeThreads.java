package dev.mainstay.autoconfigure.admission;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Where databases are asked whether they are back: on a daemon thread each, which is
 * there only while one is away. A driver that ignores its timeouts so holds up nobody
 * else.
 */
final class ProbeThreads implements Executor, DisposableBean {

	/**
	 * How many are asked at the same time.
	 */
	static final int MOST = 8;

	private static final long LINGER_SECONDS = 30;

	private final ThreadPoolExecutor executor;

	ProbeThreads() {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("db-breaker-");
		factory.setDaemon(true);
		this.executor = new ThreadPoolExecutor(0, MOST, LINGER_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				factory);
	}

	/**
	 * Run something at once.
	 * @param task what to do
	 * @throws RejectedExecutionException if no thread is free
	 */
	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
