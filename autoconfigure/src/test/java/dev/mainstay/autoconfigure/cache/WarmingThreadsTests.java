package dev.mainstay.autoconfigure.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

import dev.mainstay.cache.CacheWarmer;
import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.read.SimulatedCache;
import dev.mainstay.cache.warm.WarmAnswers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WarmingThreads}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmingThreadsTests {

	private final CacheWarmingProperties properties = new CacheWarmingProperties(true, Duration.ofMillis(100), 1, 500,
			20, 0.1);

	private final GenericApplicationContext context = new GenericApplicationContext();

	private @Nullable WarmingThreads threads;

	@AfterEach
	void stop() {
		if (this.threads != null) {
			this.threads.stop();
		}
		this.context.close();
	}

	private WarmingThreads threads(Supplier<Stream<CacheWarmer>> warmers) {
		this.context.refresh();
		SimulatedCache cache = new SimulatedCache();
		WarmAnswers answers = new WarmAnswers(cache.reads(), cache.store(), cache.versions(), KeyContext.NONE,
				(target) -> null, this.properties, System::nanoTime, () -> 0.5);
		WarmingThreads created = new WarmingThreads(() -> answers, () -> true,
				new SingletonBeans(this.context.getBeanFactory()), warmers, this.properties);
		this.threads = created;
		return created;
	}

	private ApplicationReadyEvent ready() {
		return new ApplicationReadyEvent(new SpringApplication(), new String[0], this.context, Duration.ZERO);
	}

	@Test
	void anApplicationIsNotEndedByAWarmerThatCannotBeMade(CapturedOutput output) {
		WarmingThreads warming = threads(() -> {
			throw new IllegalStateException("no warmer");
		});

		warming.onApplicationEvent(ready());

		assertThat(output).contains("WARN", "Some answers are not kept ready", "no warmer");
	}

	@Test
	void readsWithTheClassesOfTheApplication() throws Exception {
		CompletableFuture<@Nullable ClassLoader> seen = new CompletableFuture<>();
		WarmingThreads warming = threads(
				() -> Stream.of(() -> seen.complete(Thread.currentThread().getContextClassLoader())));
		ApplicationReadyEvent ready = ready();
		ClassLoader own = Thread.currentThread().getContextClassLoader();

		Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
		try {
			warming.start();
			warming.onApplicationEvent(ready);
		}
		finally {
			Thread.currentThread().setContextClassLoader(own);
		}

		assertThat(seen.get(10, TimeUnit.SECONDS)).isSameAs(own);
	}

}
