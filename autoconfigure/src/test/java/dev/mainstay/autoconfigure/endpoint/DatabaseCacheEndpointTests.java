package dev.mainstay.autoconfigure.endpoint;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

import dev.mainstay.autoconfigure.cache.SimulatedCacheConfiguration;
import dev.mainstay.cache.read.SimulatedCache;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.tracking.Obstacle;
import dev.mainstay.cache.version.AnnouncementStatistics;
import dev.mainstay.cache.version.RemoteChanges;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code /actuator/database/cache}, asked over HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseCacheEndpointTests {

	private static final String PATH = "/actuator/database/cache";

	private static final String SECRET = "Elena Sorokina";

	private static final String CREDENTIALS = "Basic "
			+ Base64.getEncoder().encodeToString("ann:right".getBytes(StandardCharsets.UTF_8));

	private static final BasicJsonTester json = new BasicJsonTester(DatabaseCacheEndpointTests.class);

	private static RunningApplication application;

	private static SimulatedCache cache;

	@BeforeAll
	static void start() {
		application = start(Secured.class, "management.endpoint.databasecache.access=unrestricted",
				"spring.security.user.name=ann", "spring.security.user.password=right");
		cache = application.context().getBean(SimulatedCache.class);
	}

	private static RunningApplication start(Class<?> configuration, String... properties) {
		String[] all = new String[properties.length + 3];
		System.arraycopy(properties, 0, all, 3, properties.length);
		all[0] = "spring.datasource.url=jdbc:h2:mem:cache-endpoint";
		all[1] = "management.endpoints.web.exposure.include=database";
		all[2] = "spring.web.error.include-message=always";
		return RunningApplication.start(new Class<?>[] { configuration, SimulatedCacheConfiguration.class, Told.class },
				all);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void showsHowTheCacheIsUsedWithoutArguments() {
		for (int i = 0; i < 4; i++) {
			cache.read("Patients.byName", SECRET, "patient", 30);
		}
		Shape shape = cache.store().shape("Patients.byName");
		shape.bypassed(Obstacle.SNAPSHOT.id());
		shape.refused(Obstacle.CHANGED_MEANWHILE.id());
		shape.refused(Obstacle.NOT_FOLLOWED.id(), "It calls random(), which is never the same");

		RunningApplication.Answer answer = application.get(PATH, CREDENTIALS);

		assertThat(answer.body()).doesNotContain(SECRET);
		JsonContent<Object> shown = ok(answer);
		assertThat(shown).extractingJsonPathBooleanValue("@.trusted").isTrue();
		assertThat(shown).doesNotHaveJsonPath("@.doubt");
		assertThat(shown).extractingJsonPathStringValue("@.mode").isEqualTo("postgres");
		assertThat(shown).extractingJsonPathNumberValue("@.stalenessBoundMs").isEqualTo(3000.0);
		assertThat(shown).extractingJsonPathBooleanValue("@.announcements.degraded").isTrue();
		assertThat(shown).extractingJsonPathNumberValue("@.announcements.published").isEqualTo(7);
		assertThat(shown).extractingJsonPathNumberValue("@.announcements.unpublished").isEqualTo(2);
		assertThat(shown).extractingJsonPathNumberValue("@.announcements.refused").isEqualTo(0);
		assertThat(shown).extractingJsonPathNumberValue("@.room.maxAnswers").isEqualTo(10_000);
		assertThat(shown).extractingJsonPathNumberValue("@.uses.meanLoadMs").isNotNull();
		assertThat(shown).extractingJsonPathNumberValue("@.timesToLive.meanSeconds").isNotNull();
		assertThat(shown).extractingJsonPathMapValue("@.warming")
			.containsOnlyKeys("questions", "start", "outdated", "expiring", "notKept", "failed", "postponed",
					"unrepeatable");
		assertThat(shown).extractingJsonPathMapValue("@.evictions")
			.containsOnlyKeys("size", "expired", "outdated", "removed", "tooLarge");
		String method = "@.methods[?(@.method=='Patients.byName')]";
		assertThat(shown).extractingJsonPathArrayValue(method + ".hits").containsExactly(3);
		assertThat(shown).extractingJsonPathArrayValue(method + ".misses").containsExactly(1);
		assertThat(shown).extractingJsonPathArrayValue(method + ".hitPercent").containsExactly(75.0);
		assertThat(shown).extractingJsonPathArrayValue(method + ".meanLoadMs").containsExactly(30.0);
		assertThat(shown).extractingJsonPathArrayValue(method + ".savedMs").containsExactly(90.0);
		assertThat(shown).extractingJsonPathArrayValue(method + ".sampling").containsExactly(false);
		assertThat(shown).extractingJsonPathArrayValue(method + ".bypasses[*].explanation")
			.containsExactly("The open transaction reads a snapshot, and must not read anything younger.");
		assertThat(shown).extractingJsonPathArrayValue(method + ".refusals[*].explanation")
			.containsExactly("What the answer depends on was changed while it was read.",
					"It calls random(), which is never the same");
	}

	@Test
	void saysWhyNothingIsServed() {
		cache.versions().distrust(this);
		try {
			JsonContent<Object> shown = ok(application.get(PATH, CREDENTIALS));
			assertThat(shown).extractingJsonPathBooleanValue("@.trusted").isFalse();
			assertThat(shown).extractingJsonPathStringValue("@.doubt").isEqualTo("The channel is silent.");
		}
		finally {
			cache.versions().trust(this);
		}
	}

	@Test
	void dropsWhatDependsOnATableAndSaysWhoAskedForIt(CapturedOutput output) {
		cache.read("Recipes.search", "soup", "recipe", 1);
		cache.read("Menus.week", 1, "menu", 1);

		JsonContent<Object> done = ok(application.delete(PATH + "?tag=public.recipe,nothing", CREDENTIALS));

		assertThat(done).extractingJsonPathStringValue("@.invalidated").isEqualTo("tags");
		assertThat(done).extractingJsonPathArrayValue("@.unknown").containsExactly("nothing");
		assertThat(cache.read("Recipes.search", "soup", "recipe", 1)).isTrue();
		assertThat(cache.read("Menus.week", 1, "menu", 1)).isFalse();
		assertThat(output).contains("Query cache: answers of tags [public.recipe, nothing] were invalidated by 'ann'");
	}

	@Test
	void dropsTheAnswersOfMethods(CapturedOutput output) {
		cache.read("Dishes.byId", 1, "dish", 1);
		cache.read("Dishes.search", 1, "dish", 1);

		ok(application.delete(PATH + "?method=Dishes.byId", CREDENTIALS));
		assertThat(cache.read("Dishes.byId", 1, "dish", 1)).isTrue();
		assertThat(cache.read("Dishes.search", 1, "dish", 1)).isFalse();

		JsonContent<Object> done = ok(application.delete(PATH + "?pattern=Dishes.*", CREDENTIALS));
		assertThat(done).extractingJsonPathArrayValue("@.names").containsExactly("Dishes.byId", "Dishes.search");
		assertThat(cache.read("Dishes.byId", 1, "dish", 1)).isTrue();
		assertThat(cache.read("Dishes.search", 1, "dish", 1)).isTrue();
		assertThat(output).contains("answers of methods [Dishes.byId, Dishes.search] were invalidated by 'ann'");
	}

	@Test
	void dropsEverything(CapturedOutput output) {
		cache.read("Shelves.all", 1, "shelf", 1);
		long before = cache.store().size();

		JsonContent<Object> done = ok(application.delete(PATH, CREDENTIALS));

		assertThat(done).extractingJsonPathStringValue("@.invalidated").isEqualTo("everything");
		assertThat(done).extractingJsonPathNumberValue("@.answers").isEqualTo((int) before);
		assertThat(cache.store().size()).isZero();
		assertThat(cache.read("Shelves.all", 1, "shelf", 1)).isTrue();
		assertThat(output).contains("Query cache: all " + before + " answers were dropped by 'ann'");
	}

	@Test
	void refusesWhatMakesNoSenseAndDropsNothingThen() {
		cache.read("Jars.all", 1, "jar", 1);

		for (String query : new String[] { "?tag=jar&method=Jars.all", "?tag=", "?tag=,", "?method=%20", "?pattern=",
				"?tag=" + "x".repeat(201) }) {
			RunningApplication.Answer answer = application.delete(PATH + query, CREDENTIALS);
			assertThat(answer.status()).as(query).isEqualTo(400);
		}
		assertThat(cache.read("Jars.all", 1, "jar", 1)).isFalse();
		assertThat(application.delete(PATH + "?tag=jar", "").status()).isEqualTo(401);
		assertThat(cache.read("Jars.all", 1, "jar", 1)).isFalse();
	}

	@Test
	void namesOfOthersCannotBreakTheLog(CapturedOutput output) {
		ok(application.delete(PATH + "?tag=x%0A2026%20WARN%20forged", CREDENTIALS));

		assertThat(output).contains("[x?2026 WARN forged]");
	}

	@Test
	void onlyShowsUnlessItsAccessIsOpened() {
		try (RunningApplication closed = start(RunningApplication.Application.class)) {
			SimulatedCache other = closed.context().getBean(SimulatedCache.class);
			other.read("Jars.all", 1, "jar", 1);

			ok(closed.get(PATH));
			assertThat(closed.delete(PATH, "").status()).isEqualTo(405);
			assertThat(other.read("Jars.all", 1, "jar", 1)).isFalse();
		}
	}

	@Test
	void isNotThereWithoutACache() {
		try (RunningApplication without = RunningApplication.start("spring.datasource.url=jdbc:h2:mem:without-cache",
				"management.endpoints.web.exposure.include=database", "db.cache.enabled=false")) {
			assertThat(without.get(PATH).status()).isEqualTo(404);
			assertThat(without.get("/actuator/database").status()).isEqualTo(200);
		}
	}

	private static JsonContent<Object> ok(RunningApplication.Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return json.from(answer.body());
	}

	@Configuration(proxyBeanMethods = false)
	static class Told {

		@Bean
		RemoteChanges remoteChanges() {
			return new RemoteChanges() {

				@Override
				public String mode() {
					return "postgres";
				}

				@Override
				public Duration stalenessBound() {
					return Duration.ofSeconds(3);
				}

				@Override
				public AnnouncementStatistics announcements() {
					return new AnnouncementStatistics(7, 2, 0, true);
				}

				@Override
				public @Nullable String doubt() {
					return "The channel is silent.";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Secured {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			http.csrf(AbstractHttpConfigurer::disable);
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.httpBasic(Customizer.withDefaults());
			return http.build();
		}

	}

}
