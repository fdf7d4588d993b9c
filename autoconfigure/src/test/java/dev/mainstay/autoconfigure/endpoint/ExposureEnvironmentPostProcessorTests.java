package dev.mainstay.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import dev.mainstay.endpoint.DatabaseTopic;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExposureEnvironmentPostProcessor}.
 */
class ExposureEnvironmentPostProcessorTests {

	private static final String INCLUDE = "management.endpoints.web.exposure.include";

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void extendsListsHoweverTheyAreWritten() {
		process(Map.of(INCLUDE + "[0]", "health", INCLUDE + "[1]", "database"));

		assertThat(included()).startsWith("health", "database", "databasehealth")
			.containsExactlyElementsOf(
					Stream.concat(Stream.of("health", "database"), DatabaseTopic.readOnlyIds().stream()).toList())
			.contains("databaseslowqueries", "databasemetricshistory")
			.doesNotContain("databasereconnect", "databasetest", "databasemonitoring");
	}

	@Test
	void addsNothingWhereTheDatabaseIsNotExposed() {
		process(Map.of(INCLUDE, "health,info"));

		assertThat(included()).containsExactly("health", "info");
	}

	@Test
	void followsASourceThatIsAddedLater() {
		process(Map.of(INCLUDE, "health,database"));

		this.environment.getPropertySources()
			.addAfter(ExposurePropertySource.NAME, new MapPropertySource("later", Map.of(INCLUDE, "health")));

		assertThat(included()).containsExactly("health");
	}

	@Test
	void resolvesPlaceholders() {
		process(Map.of(INCLUDE, "${exposed}", "exposed", "database"));

		assertThat(included()).contains("databasepool");
	}

	@Test
	void doesNothingWhenSwitchedOff() {
		process(Map.of(INCLUDE, "database", "db.enabled", "false"));

		assertThat(included()).containsExactly("database");
	}

	private void process(Map<String, Object> properties) {
		this.environment.getPropertySources().addLast(new MapPropertySource("test", properties));
		new ExposureEnvironmentPostProcessor().postProcessEnvironment(this.environment, new SpringApplication());
	}

	private List<String> included() {
		return Binder.get(this.environment).bind(INCLUDE, Bindable.listOf(String.class)).orElse(List.of());
	}

}
