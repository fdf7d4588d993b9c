package dev.mainstay.cache.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.read.SimulatedCache;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.tracking.Obstacle;
import dev.mainstay.cache.version.RemoteChanges;
import dev.mainstay.cache.warm.TestWarming;
import dev.mainstay.cache.warm.WarmAnswers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheMeters}.
 */
class CacheMetersTests {

	private final SimulatedCache cache = new SimulatedCache();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final CacheMeters meters = new CacheMeters(this.cache.store(), this.cache.versions(),
			this.cache.invalidations(), new TwoSeconds(), this.cache.nanos()::get);

	@BeforeEach
	void bind() {
		this.cache.read("Recipes.byId", 1, "recipe", 10);
		this.meters.bindTo(this.registry);
	}

	@Test
	void tellsHowTheCacheIsUsed() {
		for (int i = 0; i < 4; i++) {
			this.cache.read("Recipes.search", "soup", "recipe", 30);
		}
		this.cache.store().shape("Recipes.search").bypassed(Obstacle.SNAPSHOT.id());
		aMomentLater();

		assertThat(count(CacheMeter.GETS, "result", "hit")).isEqualTo(3);
		assertThat(count(CacheMeter.GETS, "result", "miss")).isEqualTo(2);
		assertThat(count(CacheMeter.GETS, "result", "bypassed")).isEqualTo(1);
		assertThat(count(CacheMeter.FILLS)).isEqualTo(2);
		assertThat(count(CacheMeter.SAVED)).isEqualTo(0.09);
		assertThat(this.registry.get("db.cache.loads").functionTimer().count()).isEqualTo(2);
		assertThat(this.registry.get("db.cache.loads").functionTimer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
		assertThat(method("Recipes.search", "hit")).isEqualTo(3);
		assertThat(method("Recipes.search", "miss")).isEqualTo(1);
		assertThat(method("Recipes.byId", "miss")).isEqualTo(1);
	}

	@Test
	void tellsWhyAnswersAreNotKeptAndWhyTheyHaveGone() {
		long everything = this.cache.versions().raisedAll();
		Shape shape = this.cache.store().shape("Recipes.search");
		shape.refused(Obstacle.VALUE.id(), "Recipe is an entity");
		shape.refused(Obstacle.VALUE.id());
		shape.refused("full moon");
		this.cache.store().clear();
		this.cache.invalidations().requestTags(List.of("recipe"));
		this.cache.versions().raiseAll();
		aMomentLater();

		assertThat(count(CacheMeter.REFUSED, "reason", "value")).isEqualTo(2);
		assertThat(count(CacheMeter.REFUSED, "reason", "other")).isEqualTo(1);
		assertThat(count(CacheMeter.REFUSED, "reason", "not-followed")).isZero();
		assertThat(count(CacheMeter.EVICTIONS, "cause", "removed")).isEqualTo(1);
		assertThat(count(CacheMeter.INVALIDATIONS, "by", "tag")).isEqualTo(1);
		assertThat(count(CacheMeter.INVALIDATIONS, "by", "everything")).isEqualTo(everything + 1);
		assertThat(count(CacheMeter.INVALIDATIONS, "by", "request")).isEqualTo(1);
	}

	@Test
	void tellsHowMuchIsKeptAndForHowLong() {
		assertThat(gauge(CacheMeter.SIZE)).isEqualTo(1);
		assertThat(gauge(CacheMeter.MAX_SIZE)).isEqualTo(10_000);
		assertThat(gauge(CacheMeter.MEMORY)).isPositive();
		assertThat(gauge(CacheMeter.MAX_MEMORY)).isEqualTo(64 << 20);
		assertThat(this.registry.get("db.cache.ttl").functionTimer().count()).isEqualTo(1);
		double longest = gauge(CacheMeter.LONGEST_TTL);
		assertThat(longest).isBetween(250.0, 350.0);
		assertThat(this.registry.get("db.cache.ttl").functionTimer().totalTime(TimeUnit.SECONDS)).isBetween(longest - 1,
				longest);
	}

	@Test
	void tellsWhetherTheChangesOfOthersAreKnown() {
		assertThat(gauge(CacheMeter.TRUSTED)).isEqualTo(1);
		assertThat(gauge(CacheMeter.STALENESS_BOUND)).isEqualTo(2);

		this.cache.versions().distrust(this);

		assertThat(gauge(CacheMeter.TRUSTED)).isZero();
	}

	@Test
	void countsMethodsTogetherThatComeLate() {
		for (int i = 0; i < 200; i++) {
			this.cache.read("Method." + i, 1, "recipe", 1);
			this.cache.read("Method." + i, 1, "recipe", 1);
		}
		aMomentLater();

		assertThat(this.registry.find("db.cache.method.gets").meters()).hasSize(2 * (MethodMeters.MOST + 1));
		assertThat(this.registry.getMeters()).hasSizeLessThanOrEqualTo(80);
		assertThat(method("Recipes.byId", "miss")).isEqualTo(1);
		assertThat(method("Method.0", "hit")).isEqualTo(1);
		assertThat(method("others", "hit")).isEqualTo(200 - MethodMeters.MOST + 1);
		double all = this.registry.find("db.cache.method.gets")
			.tag("result", "miss")
			.functionCounters()
			.stream()
			.mapToDouble(FunctionCounter::count)
			.sum();
		assertThat(all).isEqualTo(count(CacheMeter.GETS, "result", "miss"));
	}

	@Test
	void noTagHoldsSql() {
		this.cache.read("select name from patient where id = ?", 1, "patient", 1);
		aMomentLater();

		assertThat(this.registry.find("db.cache.method.gets").tagKeys("method").meters())
			.noneMatch((meter) -> String.valueOf(meter.getId().getTag("method")).startsWith("select"));
		assertThat(method("others", "miss")).isEqualTo(1);
	}

	@Test
	void publishesEveryMeterInEachRegistry() {
		SimpleMeterRegistry second = new SimpleMeterRegistry();
		this.meters.bindTo(second);
		WarmingMeters warming = new WarmingMeters(new WarmAnswers(this.cache.reads(), this.cache.store(),
				this.cache.versions(), KeyContext.NONE, (target) -> null, TestWarming.DEFAULTS, () -> 0, () -> 0));
		warming.bindTo(second);
		warming.bindTo(this.registry);
		this.cache.read("Recipes.search", "soup", "recipe", 30);

		for (CacheMeter meter : CacheMeter.values()) {
			assertThat(second.find(meter.meterName()).meters()).as(meter.meterName()).isNotEmpty();
		}
		assertThat(second.getMeters()).hasSameSizeAs(this.registry.getMeters());
	}

	// Meters of one scrape tell of the same moment.
	private void aMomentLater() {
		this.cache.nanos().addAndGet(Duration.ofSeconds(1).toNanos());
	}

	private double count(CacheMeter meter, String... tags) {
		return this.registry.get(meter.meterName()).tags(tags).functionCounter().count();
	}

	private double method(String method, String result) {
		return count(CacheMeter.METHOD_GETS, "method", method, "result", result);
	}

	private double gauge(CacheMeter meter) {
		return this.registry.get(meter.meterName()).gauge().value();
	}

	/**
	 * Others that are heard within two seconds.
	 */
	private static final class TwoSeconds implements RemoteChanges {

		@Override
		public String mode() {
			return "test";
		}

		@Override
		public Duration stalenessBound() {
			return Duration.ofSeconds(2);
		}

	}

}
