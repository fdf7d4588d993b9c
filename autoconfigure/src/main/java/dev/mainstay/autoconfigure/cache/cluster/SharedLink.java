package dev.mainstay.autoconfigure.cache.cluster;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import dev.mainstay.cache.read.SharedAnswers;
import dev.mainstay.cache.read.SharedLookup;
import dev.mainstay.cache.shared.SharedFigures;
import dev.mainstay.cache.shared.SharedLevel;
import dev.mainstay.cache.shared.SharedStatistics;
import dev.mainstay.cache.store.Answer;

/**
 * The answers that instances share, if they are to, and the threads that ask for them and
 * store them. They are there only while there is something to do.
 */
final class SharedLink implements SharedAnswers, SharedFigures, DisposableBean {

	private static final int FINDING = 8;

	private static final int STORING = 1;

	private static final int MOST_WAITING = 256;

	private static final long LINGER_SECONDS = 30;

	private final ThreadPoolExecutor finding = threads("find", FINDING, true);

	private final ThreadPoolExecutor storing = threads("store", STORING, false);

	private final @Nullable SharedLevel level;

	SharedLink(BiFunction<ThreadPoolExecutor, ThreadPoolExecutor, @Nullable SharedLevel> level) {
		this.level = level.apply(this.finding, this.storing);
	}

	// Who asks does not queue: the database may be quicker.
	private static ThreadPoolExecutor threads(String name, int most, boolean atOnce) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("db-cache-" + name + "-");
		factory.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(atOnce ? 0 : most, most, LINGER_SECONDS, TimeUnit.SECONDS,
				atOnce ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(MOST_WAITING), factory);
		if (!atOnce) {
			executor.allowCoreThreadTimeOut(true);
		}
		return executor;
	}

	@Override
	public @Nullable SharedStatistics statistics() {
		return (this.level != null) ? this.level.statistics() : null;
	}

	@Override
	public SharedLookup find(Object key) {
		return (this.level != null) ? this.level.find(key) : SharedLookup.NOTHING;
	}

	@Override
	public void offer(Object ticket, Answer answer) {
		if (this.level != null) {
			this.level.offer(ticket, answer);
		}
	}

	@Override
	public void destroy() {
		this.finding.shutdownNow();
		this.storing.shutdownNow();
	}

}
