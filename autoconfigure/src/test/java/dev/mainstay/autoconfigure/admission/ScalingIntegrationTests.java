package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.admission.scaling.PoolScaling;
import dev.mainstay.admission.scaling.ResizeDirection;
import dev.mainstay.admission.scaling.SizeAdvice;
import dev.mainstay.admission.scaling.SizeAdvice.Verdict;
import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application whose pool is scaled to its load.
 */
@ExtendWith(OutputCaptureExtension.class)
class ScalingIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private final ExecutorService callers = Executors.newCachedThreadPool();

	private final ScheduledExecutorService arrivals = Executors.newSingleThreadScheduledExecutor();

	private @Nullable JdbcApplication application;

	@AfterEach
	void stop() throws InterruptedException {
		this.arrivals.shutdownNow();
		this.callers.shutdown();
		assertThat(this.callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		if (this.application != null) {
			this.application.close();
		}
	}

	@Test
	void growsToWhatIsRecommendedAndShrinksAfterCalm(CapturedOutput output) throws Exception {
		JdbcApplication started = start(2, "db.pool.scaling.enabled=true", "db.pool.scaling.max-size=12");
		load(started);

		await().until(() -> size() >= 4 && advice().verdict() == Verdict.FINE);
		assertThat(advice().recommended()).isLessThanOrEqualTo(size());
		assertThat(size()).isLessThanOrEqualTo(12);
		assertThat(started.snapshot().baseSize()).isEqualTo(2);
		// Connections are there, not only allowed.
		await().until(() -> started.snapshot().total() > 2);
		MeterRegistry registry = started.context().getBean(MeterRegistry.class);
		assertThat(registry.get("db.pool.resizes").tag("direction", "up").functionCounter().count())
			.isEqualTo(scaling().resizes("dataSource", ResizeDirection.UP))
			.isGreaterThanOrEqualTo(2);
		assertThat(registry.get("db.pool.recommended.size").gauge().value()).isGreaterThan(2);
		await().untilAsserted(() -> assertThat(output).contains("may have 3 connections instead of 2 from now on"));

		this.arrivals.shutdownNow();
		await().until(() -> size() == 2);
		await().untilAsserted(() -> assertThat(output).contains("may have 2 connections instead of 3 from now on"));
		assertThat(registry.get("db.pool.resizes").tag("direction", "down").functionCounter().count())
			.isGreaterThanOrEqualTo(2);
	}

	@Test
	void onlySaysWhatWouldDoWhenSwitchedOff() {
		JdbcApplication started = start(2);
		load(started);

		await().until(() -> hasAdvice() && advice().verdict() == Verdict.TOO_SMALL);
		SizeAdvice advice = advice();
		assertThat(advice.size()).isEqualTo(2);
		assertThat(advice.recommended()).isGreaterThanOrEqualTo(3);
		assertThat(advice.sentence()).contains("callers a second").contains("instead of 2 would do");
		assertThat(size()).isEqualTo(2);
		assertThat(scaling().resizes("dataSource", ResizeDirection.UP)).isZero();
	}

	@Test
	void doesNotGrowOnAndOnWhereAllWaitForOneLock() {
		JdbcApplication started = start(4, "db.pool.scaling.enabled=true", "db.pool.scaling.max-size=20");
		started.jdbc().execute("CREATE TABLE turnstile (count int)");
		started.jdbc().execute("INSERT INTO turnstile VALUES (0)");
		Runnable turn = () -> started.inTransaction(false, () -> {
			started.jdbc().update("UPDATE turnstile SET count = count + 1");
			return started.number("SELECT 1 FROM pg_sleep(0.02)");
		});
		this.arrivals.scheduleAtFixedRate(() -> this.callers.execute(turn), 0, 35, TimeUnit.MILLISECONDS);
		await().until(() -> hasAdvice() && advice().verdict() != Verdict.NOT_ENOUGH_DATA
				&& advice().covered().toMillis() > 1900);

		// Twice as many as get through one after the other.
		this.arrivals.scheduleAtFixedRate(() -> this.callers.execute(turn), 0, 14, TimeUnit.MILLISECONDS);
		await().until(() -> advice().verdict() == Verdict.DATABASE_BUSY);
		long resizes = scaling().resizes("dataSource", ResizeDirection.UP);
		Awaitility.await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(4)).until(() -> size() <= 6);

		assertThat(advice().verdict()).isEqualTo(Verdict.DATABASE_BUSY);
		assertThat(advice().sentence()).contains("connections would hardly help: the database works");
		// What was still mixed with calm may have looked otherwise.
		assertThat(resizes).isLessThanOrEqualTo(2);
	}

	// 40 a second that hold a connection for 60 ms or more.
	private void load(JdbcApplication started) {
		this.arrivals.scheduleAtFixedRate(
				() -> this.callers.execute(() -> started.number("SELECT 1 FROM pg_sleep(0.06)")), 0, 25,
				TimeUnit.MILLISECONDS);
	}

	private JdbcApplication start(int size, String... properties) {
		List<String> all = Stream
			.of(Stream.of(database.springProperties()),
					Stream.of("db.pool.size=" + size, "db.pool.max-overflow=0", "db.pool.scaling.interval=500ms",
							"db.pool.scaling.calm-intervals=4"),
					Stream.of(properties))
			.flatMap((some) -> some)
			.toList();
		this.application = JdbcApplication.start(Scaling.class, all.toArray(String[]::new));
		return this.application;
	}

	private int size() {
		return Objects.requireNonNull(this.application).pool().maximumSize();
	}

	private PoolScaling scaling() {
		return Objects.requireNonNull(this.application).context().getBean(PoolScaling.class);
	}

	private boolean hasAdvice() {
		return scaling().advice("dataSource") != null;
	}

	private SizeAdvice advice() {
		return Objects.requireNonNull(scaling().advice("dataSource"));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DatabaseAdmissionAutoConfiguration.class, DatabaseHolderAutoConfiguration.class,
			DatabaseScalingAutoConfiguration.class })
	static class Scaling {

	}

}
