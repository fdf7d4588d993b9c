package dev.mainstay.autoconfigure.pool;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.autoconfigure.admission.DatabaseHolderAutoConfiguration;
import dev.mainstay.autoconfigure.admission.DatabaseScalingAutoConfiguration;
import dev.mainstay.autoconfigure.health.DatabaseHealthAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what is said about values that cannot be used: which property, which value,
 * and what to type instead.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidPropertyTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					db.pool.size                 | 0      | must be at least 1       | Type db.pool.size=20
					db.pool.size                 | -1     | must be at least 1       | Type db.pool.size=20
					db.pool.size                 | 100000 | must be at most 1000     | Type for example db.pool.size=20
					db.pool.size                 | abc    | is not a whole number    | for example db.pool.size=20
					db.pool.max-overflow         | -1     | must be at least 0       | Type db.pool.max-overflow=0
					db.pool.overflow-linger      | 3s     | must be at least 10s     | db.pool.overflow-linger=60s
					db.session.statement-timeout | abc    | is not a duration        | for example db.session.statement-timeout=30s
					db.session.lock-timeout      | -5s    | must be at least 1ms     | db.session.lock-timeout=10s
					db.health.timeout            | 0s     | must be at least 50ms    | db.health.timeout=1s
					db.pool.leak-threshold       | 1ms    | must be at least 100ms   | db.pool.leak-threshold=60s
					db.pool.leak-action          | kill   | is not one of report, evict | for example db.pool.leak-action=report
					db.admission.http-calls      | maybe  | is not true or false     | for example db.admission.http-calls=true
					db.admission.report-interval | 1ms    | must be at least 1s      | db.admission.report-interval=30s
					db.admission.idle-held-threshold | -1s | must be at least 1ms    | db.admission.idle-held-threshold=1s
					db.pool.scaling.max-size     | 0      | must be at least 1       | Type for example db.pool.scaling.max-size=50
					db.pool.scaling.interval     | 1ms    | must be at least 100ms   | Type db.pool.scaling.interval=10s
					""")
	void saysWhatToType(String property, String value, String reason, String action, CapturedOutput output) {
		assertRefused(property, value, reason, action, output);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					db.data-sources.reporting.pool.size                 | 0   | must be at least 1    | Type db.data-sources.reporting.pool.size=20
					db.data-sources.reporting.pool.size                 | abc | is not a whole number | for example db.data-sources.reporting.pool.size=20
					db.data-sources.reporting.pool.overflow-linger      | 3s  | must be at least 10s  | db.data-sources.reporting.pool.overflow-linger=60s
					db.data-sources.reporting.pool.scaling.interval     | 1ms | must be at least 100ms | Type db.data-sources.reporting.pool.scaling.interval=10s
					db.data-sources.reporting.session.statement-timeout | abc | is not a duration     | for example db.data-sources.reporting.session.statement-timeout=30s
					""")
	void saysWhatToTypeForOneDataSource(String property, String value, String reason, String action,
			CapturedOutput output) {
		assertRefused(property, value, reason, action, output);
	}

	@Test
	void namesTheSharedPropertyIfThatIsTheBadOne(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> run("--db.pool.size=0", "--db.data-sources.reporting.pool.max-overflow=1"));
		assertThat(output).contains("can't use the value of 'db.pool.size'").doesNotContain("reporting.pool.size");
	}

	@Test
	void takesNoLeaksThatAreNotLookedFor(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--db.pool.leak-action=evict", "--db.pool.leak-threshold=0"));
		assertThat(output).contains("can't use the value of 'db.pool.leak-action'")
			.contains("needs a db.pool.leak-threshold")
			.contains("Type db.pool.leak-threshold=60s, or db.pool.leak-action=report");
	}

	@Test
	void understandsAnotherSpelling(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--db.dataSources.reporting.pool.overflowLinger=3s"));
		assertThat(output).contains("can't use the value of 'db.data-sources.reporting.pool.overflow-linger'")
			.contains("Value: \"3s\"");
	}

	private static void assertRefused(String property, String value, String reason, String action,
			CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--" + property + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The database layer can't use the value of '" + property + "':")
			.contains("Property: " + property)
			.contains("Value: \"" + value + "\"")
			.contains("Origin: \"" + property + "\" from property source \"commandLineArgs\"")
			.contains(reason)
			.contains(action);
	}

	private static void run(String... arguments) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(arguments).close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DatabasePoolAutoConfiguration.class, DatabaseHealthAutoConfiguration.class,
			DatabaseHolderAutoConfiguration.class, DatabaseScalingAutoConfiguration.class })
	static class Application {

		@Bean
		HikariDataSource reporting() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl("jdbc:h2:mem:invalid");
			return dataSource;
		}

	}

}
