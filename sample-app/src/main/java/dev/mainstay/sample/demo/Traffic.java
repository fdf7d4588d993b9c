package dev.mainstay.sample.demo;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Requests that the meal planner makes to itself with {@code --demo.traffic=true}, so
 * that there is something to see under {@code /actuator/database}. It begins when the
 * application is ready and ends before the application does.
 */
@Component
@ConditionalOnBooleanProperty("demo.traffic")
class Traffic implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Traffic.class);

	private static final int THREADS = 4;

	private static final int SECONDS_TO_FINISH = 5;

	private final Environment environment;

	private volatile @Nullable ScheduledThreadPoolExecutor threads;

	Traffic(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	@Override
	public void start() {
		String port = this.environment.getProperty("local.server.port");
		if (port == null || isRunning()) {
			return;
		}
		String address = "http://localhost:" + port + this.environment.getProperty("server.servlet.context-path", "");
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, threadFactory());
		this.threads = executor;
		schedule(executor, new Visitor(address));
		logger.info("Demo traffic: {} threads make requests to {} until the application ends", THREADS, address);
	}

	private static CustomizableThreadFactory threadFactory() {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("demo-traffic-");
		factory.setDaemon(true);
		return factory;
	}

	private static void schedule(ScheduledThreadPoolExecutor executor, Visitor visitor) {
		repeat(executor, Duration.ofMillis(100), visitor::looksForRecipe);
		repeat(executor, Duration.ofMillis(200), visitor::rates);
		repeat(executor, Duration.ofMillis(250), visitor::looksAtMenus);
		repeat(executor, Duration.ofSeconds(5), visitor::wantsMenu);
		repeat(executor, Duration.ofSeconds(10), visitor::wantsTooMuch);
		repeat(executor, Duration.ofSeconds(10), visitor::registersAgain);
		repeat(executor, Duration.ofSeconds(10), visitor::printsCookbook);
		repeat(executor, Duration.ofSeconds(30), visitor::searchesSlowly);
		repeat(executor, Duration.ofSeconds(15), () -> {
			executor.execute(surviving(visitor::movesJarToTheRight));
			visitor.movesJarToTheLeft();
		});
	}

	// After an outage nothing is made up for: the pause begins when the answer is there.
	private static void repeat(ScheduledThreadPoolExecutor executor, Duration pause, Runnable errand) {
		executor.scheduleWithFixedDelay(surviving(errand), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	private static Runnable surviving(Runnable errand) {
		return () -> {
			try {
				errand.run();
			}
			catch (RuntimeException ex) {
				logger.debug("A request of the demo traffic failed", ex);
			}
		};
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor executor = this.threads;
		this.threads = null;
		if (executor != null) {
			executor.shutdownNow();
			try {
				executor.awaitTermination(SECONDS_TO_FINISH, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.threads != null;
	}

	@Override
	public boolean isAutoStartup() {
		return false;
	}

}
