package dev.mainstay.autoconfigure.environment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DataSourceAddress}.
 */
class DataSourceAddressTests {

	private static final String URL = "postgres://app:p%40ss@db:5432/shop";

	private final EnvironmentApplication application = new EnvironmentApplication();

	@Test
	void addressesTheDataSource() {
		try (ConfigurableApplicationContext context = this.application.variable("DATABASE_URL", URL).run()) {
			DataSourceProperties properties = dataSource(context.getEnvironment());

			assertThat(properties.getUrl()).isEqualTo("jdbc:postgresql://db:5432/shop");
			assertThat(properties.getUsername()).isEqualTo("app");
			assertThat(properties.getPassword()).isEqualTo("p@ss");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.datasource.url=jdbc:h2:mem:mine", "spring.datasource.jndi-name=jdbc/mine",
			"spring.datasource.hikari.jdbc-url=jdbc:h2:mem:mine",
			"spring.datasource.hikari.data-source-class-name=com.example.Mine", "db.enabled=false",
			"db.environment.enabled=false", "DATABASE_URL=" })
	void leavesTheDataSourceToTheUser(String property) {
		this.application.variable("DATABASE_URL", URL);

		try (ConfigurableApplicationContext context = this.application.run("--" + property)) {
			assertThat(
					context.getEnvironment().getPropertySources().contains(DatabaseEnvironmentPostProcessor.TRANSLATED))
				.isFalse();
		}
	}

	@Test
	void leavesTheDataSourceToVariablesOfSpringBoot() {
		this.application.variable("DATABASE_URL", URL).variable("SPRING_DATASOURCE_URL", "jdbc:h2:mem:mine");

		try (ConfigurableApplicationContext context = this.application.run()) {
			assertThat(dataSource(context.getEnvironment()).getUrl()).isEqualTo("jdbc:h2:mem:mine");
			assertThat(dataSource(context.getEnvironment()).getUsername()).isNull();
		}
	}

	@Test
	void keepsUserAndPasswordThatAreSet() {
		this.application.variable("DATABASE_URL", URL).variable("SPRING_DATASOURCE_USERNAME", "admin");

		try (ConfigurableApplicationContext context = this.application.run("--spring.datasource.password=own")) {
			DataSourceProperties properties = dataSource(context.getEnvironment());

			assertThat(properties.getUrl()).isEqualTo("jdbc:postgresql://db:5432/shop");
			assertThat(properties.getUsername()).isEqualTo("admin");
			assertThat(properties.getPassword()).isEqualTo("own");
		}
	}

	@Test
	void resolvesPlaceholdersInTheAddressButNotInThePassword() {
		this.application.variable("DATABASE_URL", "postgres://app:a%24%7BNAME%7Db@${NAME}/shop").variable("NAME", "db");

		try (ConfigurableApplicationContext context = this.application.run()) {
			assertThat(dataSource(context.getEnvironment()).getUrl()).isEqualTo("jdbc:postgresql://db/shop");
			assertThat(dataSource(context.getEnvironment()).getPassword()).isEqualTo("a${NAME}b");
			assertThat(context.getEnvironment().getProperty("spring.datasource.password")).isEqualTo("a${NAME}b");
		}
	}

	@Test
	void ranksTheAddressAboveDefaultProperties() {
		this.application.variable("DATABASE_URL", URL)
			.defaultProperties("spring.datasource.url=jdbc:h2:mem:fallback", "spring.datasource.username=sa");

		try (ConfigurableApplicationContext context = this.application.run()) {
			assertThat(dataSource(context.getEnvironment()).getUrl()).isEqualTo("jdbc:postgresql://db:5432/shop");
			assertThat(dataSource(context.getEnvironment()).getUsername()).isEqualTo("app");
		}
	}

	private static DataSourceProperties dataSource(ConfigurableEnvironment environment) {
		return Binder.get(environment).bindOrCreate("spring.datasource", DataSourceProperties.class);
	}

}
