package dev.mainstay.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.metrics.CacheMeters;
import dev.mainstay.cache.read.SimulatedCache;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.version.RemoteChanges;
import dev.mainstay.cache.version.TagVersions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseCacheMetricsAutoConfiguration}.
 */
class DatabaseCacheMetricsAutoConfigurationTests {

	private final SimulatedCache cache = new SimulatedCache();

	private final ApplicationContextRunner empty = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, DatabaseCacheMetricsAutoConfiguration.class));

	private final ApplicationContextRunner application = this.empty.withBean(QueryStore.class, this.cache::store)
		.withBean(TagVersions.class, this.cache::versions)
		.withBean(Invalidations.class, this.cache::invalidations);

	@Test
	void publishesMetersBeforeTheFirstRead() {
		this.application.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("db.cache.gets").tag("result", "hit").functionCounter().count()).isZero();
			assertThat(registry.get("db.cache.staleness.bound").gauge().value()).isZero();
		});
	}

	@Test
	void publishesNothingWithoutACacheOrWhereAllIsOff() {
		this.empty.run((context) -> assertThat(context).doesNotHaveBean(CacheMeters.class));
		this.application.withPropertyValues("db.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CacheMeters.class));
	}

	@Test
	void isSilentWithoutMicrometer() {
		this.application.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("mainstayCacheMeters"));
	}

	@Test
	void backsOffForBeansOfTheUser() {
		CacheMeters meters = new CacheMeters(this.cache.store(), this.cache.versions(), this.cache.invalidations(),
				RemoteChanges.NONE, () -> 0);
		this.application.withBean(CacheMeters.class, () -> meters)
			.run((context) -> assertThat(context.getBean(CacheMeters.class)).isSameAs(meters));
	}

}
