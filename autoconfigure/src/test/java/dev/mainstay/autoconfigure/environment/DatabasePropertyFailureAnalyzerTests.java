package dev.mainstay.autoconfigure.environment;

import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link DatabasePropertyFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabasePropertyFailureAnalyzerTests {

	private final EnvironmentApplication application = new EnvironmentApplication();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					DB_POOL_SIZE       | abc   | a whole number up to 2147483647, for example DB_POOL_SIZE=20,
					DB_POOL_SIZE       | 1e3   | a whole number up to 2147483647, for example DB_POOL_SIZE=20,
					DB_POOL_TIMEOUT    | soon  | a duration like 30s, 500ms or a plain number of seconds, for example DB_POOL_TIMEOUT=30s,
					DB_CONNECT_TIMEOUT | 30sec | a duration like 30s, 500ms or a plain number of seconds, for example DB_CONNECT_TIMEOUT=30s,
					DB_MAX_OVERFLOW    | much  | a whole number up to 2147483647, for example DB_MAX_OVERFLOW=20,
					DB_POOL_PREPING    | maybe | true or false, for example DB_POOL_PREPING=true,
					DB_POOL_POLICY     | luck  | one of codel, first-come, for example DB_POOL_POLICY=codel,
					""")
	void namesTheVariableAndWhatToType(String variable, String value, String expected, CapturedOutput output) {
		this.application.variable(variable, value);

		failure(output).contains("The database layer can't use the value of '%s':".formatted(variable))
			.contains("Value: \"%s\"".formatted(value))
			.contains("Origin: System Environment Property \"%s\"".formatted(variable))
			.contains("Type " + expected + " or remove it to get the default.");
	}

	@Test
	void namesTheFileAndTheLine(CapturedOutput output) {
		failure(output, "--spring.config.name=environment", "--spring.profiles.active=broken")
			.contains("Property: db.pool.size")
			.contains("Origin: class path resource [environment-broken.properties] - 2:14")
			.contains("for example db.pool.size=20");
	}

	@Test
	void findsTheOriginOfAValueThatAFeatureRefuses(CapturedOutput output) {
		this.application.variable("DB_MAX_OVERFLOW", "-1");

		failure(output).contains("The database layer can't use the value of 'DB_MAX_OVERFLOW':")
			.contains("Property: db.pool.max-overflow")
			.contains("Value: \"-1\"")
			.contains("Origin: System Environment Property \"DB_MAX_OVERFLOW\"")
			.contains("Reason: the value must not be negative")
			.contains("Type db.pool.max-overflow=30, the default, or 0 for none.");
	}

	@Test
	void showsTheReasonOfAnyOtherRefusal(CapturedOutput output) {
		failure(output, "--db.pool.size=1001").contains("Property: db.pool")
			.contains("is refused: more than 1000 connections");
	}

	@Test
	void explainsTheSwitchesBeforeThereIsAContext(CapturedOutput output) {
		failure(output, "--db.environment.enabled=perhaps").contains("Property: db.environment.enabled")
			.contains("Type true or false, for example db.environment.enabled=true,");
	}

	@ParameterizedTest
	@CsvSource({ "oracle://app:s3cret@db/shop, has the unknown scheme 'oracle', oracle://app:***@db/shop",
			"postgres://app:s3cret@db, names no database, postgres://app:***@db",
			"postgres://app:s3/cret@db/shop, has a host or a port that can't be read, postgres://app:***@db/shop" })
	void explainsTheAddressWithoutThePassword(String url, String reason, String masked, CapturedOutput output) {
		this.application.variable("DATABASE_URL", url);

		failure(output).contains("Value: \"%s\"".formatted(masked))
			.contains("Origin: System Environment Property \"DATABASE_URL\"")
			.contains("Reason: the value " + reason)
			.contains("Type ")
			.contains("set spring.datasource.url or db.environment.enabled=false")
			.doesNotContain("cret@");
	}

	@Test
	void explainsCircularPlaceholdersWithoutThePassword(CapturedOutput output) {
		this.application.variable("DATABASE_URL", "postgres://app:s3cret@${ONE}/shop")
			.variable("ONE", "${TWO}")
			.variable("TWO", "${ONE}");

		failure(output).contains("Value: \"postgres://***\"").doesNotContain("s3cret");
	}

	@Test
	void explainsAnUnclearEcho(CapturedOutput output) {
		this.application.variable("DB_ECHO", "loud");

		failure(output).contains("Value: \"loud\"").contains("Type DB_ECHO=true to log each SQL statement");
	}

	@Test
	void leavesOtherPropertiesToSpringBoot() {
		BindException ex = bindException("dbx.size");

		assertThat(new DatabasePropertyFailureAnalyzer(null).analyze(ex)).isNull();
	}

	@Test
	void masksSecrets() {
		BindException ex = bindException("db.backup.encryption-key");

		assertThat(new DatabasePropertyFailureAnalyzer(null).analyze(new IllegalStateException(ex))).satisfies(
				(analysis) -> assertThat(analysis.getDescription()).contains("Value: \"***\"").doesNotContain("abc"));
	}

	private static BindException bindException(String property) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		source.put(property, "abc");
		return catchThrowableOfType(BindException.class, () -> new Binder(source).bind(property, Integer.class));
	}

	private AbstractStringAssert<?> failure(CapturedOutput output, String... arguments) {
		assertThatException().isThrownBy(() -> this.application.run(arguments));
		return assertThat(output.toString()).contains("APPLICATION FAILED TO START");
	}

}
