package dev.mainstay.autoconfigure.history;

import java.time.Clock;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import dev.mainstay.alert.Alert;
import dev.mainstay.alert.AlertMonitor;
import dev.mainstay.alert.Alerts;
import dev.mainstay.autoconfigure.alert.DatabaseAlertAutoConfiguration;
import dev.mainstay.autoconfigure.observe.DatabaseReadingsAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.cache.read.SimulatedCache;
import dev.mainstay.cache.store.CacheReadings;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.event.Signal;
import dev.mainstay.history.History;
import dev.mainstay.history.ManualClock;
import dev.mainstay.history.SimulatedTime;
import dev.mainstay.history.Window;
import dev.mainstay.history.analysis.Trend;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link CacheReadings} tell history and alerts.
 */
class CacheHistoryTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final int STEP_SECONDS = 10;

	private final ManualClock clock = new ManualClock(SimulatedTime.START);

	private final SimulatedCache cache = new SimulatedCache();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DatabasePoolAutoConfiguration.class, DatabaseReadingsAutoConfiguration.class,
						DatabaseHistoryAutoConfiguration.class, DatabaseAlertAutoConfiguration.class))
		.withUserConfiguration(TwoDataSources.class)
		.withBean(Clock.class, () -> this.clock)
		.withBean(QueryStore.class, this.cache::store)
		.withPropertyValues("db.history.interval=1h", "db.alerts.interval=1h");

	private int questions;

	@Test
	void theShareOfHitsIsRememberedForThePrimaryDataSource() {
		this.application.run((context) -> {
			for (int i = 0; i < 20; i++) {
				ask(20 - i, 20 + i);
				this.clock.advance(Duration.ofMinutes(1));
				context.getBean(HistoryRecorder.class).record();
			}

			Window window = context.getBean(History.class).window("stock", HOUR);
			assertThat(window.series(Signal.CACHE_LOOKUPS).values()).hasSize(20).containsOnly(40.0);
			assertThat(window.series(Signal.CACHE_HIT_RATIO).values()).startsWith(50.0).endsWith(97.5);
			assertThat(Trend.of(window.series(Signal.CACHE_HIT_RATIO)).direction()).isEqualTo(Trend.Direction.RISING);
			assertThat(context.getBean(History.class).window("orders", HOUR).summary(Signal.CACHE_HIT_RATIO)).isNull();
		});
	}

	@Test
	void anAlertIsRaisedWhenMostAnswersHaveToBeReadAndTakenBackLater() {
		this.application.run((context) -> {
			look(context, 40, 4, 16);
			assertThat(context.getBean(Alerts.class).active()).isEmpty();

			look(context, 45, 12, 8);
			assertThat(context.getBean(Alerts.class).active()).singleElement().satisfies((alert) -> {
				assertThat(alert.rule().name()).isEqualTo("cache-hits");
				assertThat(alert.dataSource()).isEqualTo("stock");
				assertThat(alert.value()).isEqualTo(40);
			});

			look(context, 45, 4, 16);
			assertThat(context.getBean(Alerts.class).active()).extracting(Alert::id).isEmpty();
		});
	}

	@Test
	void aCacheThatIsNeverAskedSaysNothing() {
		this.application.run((context) -> {
			this.clock.advance(Duration.ofMinutes(1));
			context.getBean(HistoryRecorder.class).record();

			assertThat(context.getBean(History.class).window("stock", HOUR).summary(Signal.CACHE_LOOKUPS)).isNull();
			assertThat(context.getBean(History.class).window("stock", HOUR).summary(Signal.CONNECTIONS_ACTIVE))
				.isNotNull();
		});
	}

	private void look(AssertableApplicationContext context, int times, int misses, int hits) {
		for (int i = 0; i < times; i++) {
			ask(misses, hits);
			this.clock.advance(Duration.ofSeconds(STEP_SECONDS));
			context.getBean(AlertMonitor.class).look();
		}
	}

	private void ask(int misses, int hits) {
		for (int i = 0; i < misses; i++) {
			assertThat(this.cache.read("Recipes.search", this.questions++, "recipe", 1)).isTrue();
		}
		for (int i = 0; i < hits; i++) {
			assertThat(this.cache.read("Recipes.search", this.questions - 1, "recipe", 1)).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		HikariDataSource orders() {
			return new HikariDataSource();
		}

		@Bean
		@Primary
		HikariDataSource stock() {
			return new HikariDataSource();
		}

	}

}
