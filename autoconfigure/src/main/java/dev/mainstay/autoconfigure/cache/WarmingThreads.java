package dev.mainstay.autoconfigure.cache;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.ClassUtils;

import dev.mainstay.cache.CacheWarmer;
import dev.mainstay.cache.warm.WarmAnswers;
import dev.mainstay.cache.warm.WarmCall;

/**
 * The threads that keep answers ready: from when the application is ready, if there is
 * anything to be kept, until it ends. The first to stop, since nobody will ask any more.
 * Thread-safe.
 */
final class WarmingThreads implements SmartLifecycle, ApplicationListener<ApplicationReadyEvent> {

	private static final Logger logger = LoggerFactory.getLogger(WarmingThreads.class);

	private static final long PATIENCE_SECONDS = 5;

	private final Supplier<WarmAnswers> answers;

	// Whether any bean has methods whose answers are kept.
	private final BooleanSupplier cached;

	private final SingletonBeans beans;

	private final Supplier<Stream<CacheWarmer>> warmers;

	private final CacheWarmingProperties properties;

	// Of the thread that starts the application, and not of whoever asks first.
	private final @Nullable ClassLoader loader = ClassUtils.getDefaultClassLoader();

	private boolean running;

	private boolean ready;

	private boolean needed;

	private boolean failed;

	private @Nullable ScheduledThreadPoolExecutor executor;

	WarmingThreads(Supplier<WarmAnswers> answers, BooleanSupplier cached, SingletonBeans beans,
			Supplier<Stream<CacheWarmer>> warmers, CacheWarmingProperties properties) {
		this.answers = answers;
		this.cached = cached;
		this.beans = beans;
		this.warmers = warmers;
		this.properties = properties;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		synchronized (this) {
			if (this.ready) {
				return;
			}
			this.ready = true;
		}
		try {
			prepare();
		}
		// An application that works is not ended by what only makes it faster.
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Some answers are not kept ready, because what is to be read could not be found out", ex);
		}
	}

	private void prepare() {
		WarmAnswers kept = this.answers.get();
		kept.onFirstQuestion(this::need);
		// Looking at all beans takes some milliseconds, for nothing in most applications.
		if (this.cached.getAsBoolean()) {
			this.beans.forEach((bean, methods) -> callFirst(kept, bean, methods));
		}
		this.warmers.get().forEach((warmer) -> {
			kept.run(warmer);
			need();
		});
	}

	private void callFirst(WarmAnswers kept, Object bean, Set<Method> methods) {
		for (Method method : methods) {
			if (method.getParameterCount() == 0) {
				kept.callFirst(bean, new WarmCall(bean, method, new Object[0]));
				need();
			}
		}
	}

	private synchronized void need() {
		this.needed = true;
		begin();
	}

	@Override
	public synchronized void start() {
		this.running = true;
		begin();
	}

	private void begin() {
		if (!this.running || !this.needed || this.executor != null) {
			return;
		}
		this.answers.get().resume();
		AtomicInteger number = new AtomicInteger();
		// Inherits nothing from a thread of a request that happens to be the first.
		ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(this.properties.threads(), (task) -> {
			Thread thread = new Thread(null, task, "db-cache-warming-" + number.incrementAndGet(), 0, false);
			thread.setContextClassLoader(this.loader);
			thread.setDaemon(true);
			return thread;
		});
		threads.scheduleWithFixedDelay(() -> turn(threads), 0, this.properties.interval().toNanos(),
				TimeUnit.NANOSECONDS);
		this.executor = threads;
	}

	private void turn(ScheduledThreadPoolExecutor threads) {
		try {
			this.answers.get().turn(threads);
		}
		// The executor would end the turns without a word.
		catch (RuntimeException | Error ex) {
			if (!this.failed) {
				this.failed = true;
				logger.warn("Answers could not be kept ready; it is tried again, but not told again", ex);
			}
		}
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor threads;
		synchronized (this) {
			this.running = false;
			threads = this.executor;
			this.executor = null;
		}
		if (threads == null) {
			return;
		}
		this.answers.get().end();
		threads.shutdownNow();
		try {
			if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				logger.warn("A read in the background is still going on {} seconds after it was to end",
						PATIENCE_SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
