package dev.mainstay.autoconfigure.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Loads catalogs on a daemon thread that is there only while there is one to load.
 */
final class CatalogLoader implements Executor, DisposableBean {

	private static final long LINGER_SECONDS = 5;

	private static final int MOST_WAITING = 1000;

	private final ThreadPoolExecutor executor;

	CatalogLoader() {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("db-cache-catalog-");
		factory.setDaemon(true);
		this.executor = new ThreadPoolExecutor(1, 1, LINGER_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MOST_WAITING), factory);
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
