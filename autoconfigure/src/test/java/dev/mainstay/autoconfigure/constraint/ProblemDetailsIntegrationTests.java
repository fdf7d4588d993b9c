package dev.mainstay.autoconfigure.constraint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import dev.mainstay.autoconfigure.endpoint.RunningApplication;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the answers of a web application whose database refuses values.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProblemDetailsIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@RegisterExtension
	static final TestDatabase mariadb = TestDatabase.mariadb();

	@RegisterExtension
	static final TestDatabase h2 = TestDatabase.h2();

	private static RunningApplication application;

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	@BeforeAll
	static void start() throws SQLException {
		for (TestDatabase each : new TestDatabase[] { database, mariadb, h2 }) {
			execute(each, CustomerApplication.TABLES);
		}
		execute(database, "create table later (id int constraint uq_later unique deferrable initially deferred)");
		application = start(database, "db.constraints.messages.age_positive=An age is a positive number.",
				"db.constraints.fields.uq_email=mail", "management.endpoints.web.exposure.include=database");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void answersWhatIsThereAlready(CapturedOutput output) {
		JsonContent<Object> body = problem("/duplicate", 409);
		assertThat(body).isEqualToJson("""
				{"type":"about:blank","title":"Conflict","status":409,"instance":"/duplicate",
				"detail":"The value of email address is already in use.","kind":"unique","constraint":"uq_email",
				"table":"customer","columns":["email_address"],"fields":["mail"]}""");
		assertThat(output).doesNotContainIgnoringCase("sorrel");
	}

	@ParameterizedTest
	@CsvSource({ "/jpa, 409, unique", "/commit, 409, unique", "/parent, 422, missing-parent",
			"/child, 409, still-referenced", "/long, 422, too-long", "/null, 500, not-null", "/check, 422, check",
			"/function, 409, unique" })
	void answersByTheKindOfTheRule(String path, int status, String kind) {
		assertThat(problem(path, status)).extractingJsonPathStringValue("@.kind").isEqualTo(kind);
	}

	@Test
	void saysWhatTheApplicationSays() {
		assertThat(problem("/check", 422)).extractingJsonPathStringValue("@.detail")
			.isEqualTo("An age is a positive number.");
	}

	@Test
	void logsMistakesOfTheApplicationWithoutValues(CapturedOutput output) {
		problem("/null", 500);
		assertThat(output).contains("The database refused a value: not-null")
			.contains("DataIntegrityViolation")
			.contains("CustomerApplication$Customers.missing")
			.doesNotContain("Failing row");
	}

	@Test
	void asksToComeBackWhenTheDatabaseIsBusy(CapturedOutput output) throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("update customer set age = 62 where id = 1");
			RunningApplication.Answer answer = application.get("/lock");
			assertThat(answer.header("Retry-After")).isEqualTo("5");
			JsonContent<Object> body = problem(answer, 503);
			assertThat(body).extractingJsonPathNumberValue("@.retryCount").isEqualTo(0);
			assertThat(body).extractingJsonPathStringValue("@.lastAttempt")
				.satisfies((time) -> assertThat(Instant.parse(time)).isBeforeOrEqualTo(Instant.now()));
			connection.rollback();
		}
		assertThat(output).contains("The database could not serve now: LOCK_TIMEOUT");
	}

	@Test
	void tellsHowOftenItWasTried() {
		JsonContent<Object> body = problem("/tried", 503);
		assertThat(body).extractingJsonPathNumberValue("@.retryCount").isEqualTo(4);
		assertThat(body).extractingJsonPathStringValue("@.lastAttempt").isEqualTo("1970-01-01T00:00:00Z");
	}

	@Test
	void doesNotAskToRepeatWhatMayBeDone() {
		RunningApplication.Answer answer = application.get("/unknown");
		assertThat(answer.header("Retry-After")).isEmpty();
		assertThat(problem(answer, 500)).extractingJsonPathStringValue("@.detail").contains("Check before you repeat");
	}

	@Test
	void leavesOtherErrorsAlone() {
		RunningApplication.Answer answer = application.get("/other");
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
	}

	@Test
	void leavesWhatTheApplicationAnswers() {
		assertThat(application.get("/handled").body()).isEqualTo("handled by the controller");
		assertThat(application.get("/own").status()).isEqualTo(410);
	}

	@Test
	void givesBrowsersTheErrorPage() {
		RunningApplication.Answer answer = application.get("/duplicate", "Accept",
				"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.header("Content-Type")).startsWith("text/html");
		assertThat(answer.body()).doesNotContainIgnoringCase("sorrel").doesNotContain("insert into");
	}

	@Test
	void countsWhatWasRefused() {
		application.get("/duplicate");
		RunningApplication.Answer answer = application.get("/actuator/database/constraints");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).doesNotContainIgnoringCase("sorrel");
		JsonContent<Object> body = this.json.from(answer.body());
		assertThat(body).extractingJsonPathNumberValue("@.totals.unique")
			.satisfies((count) -> assertThat(count.intValue()).isPositive());
		assertThat(body).extractingJsonPathArrayValue("@.constraints[?(@.constraint == 'uq_email')].columns[0]")
			.containsExactly("email_address");
		assertThat(body).extractingJsonPathArrayValue("@.constraints[?(@.constraint == 'uq_email')].message")
			.containsExactly("The value of email address is already in use.");
	}

	@Test
	void leavesItToAnAdviceWithoutAnOrder() {
		try (RunningApplication advised = start(database, Advice.class)) {
			assertThat(advised.get("/duplicate").body()).isEqualTo("handled by the advice");
			assertThat(advised.get("/duplicate").status()).isEqualTo(423);
		}
	}

	@Test
	void answersOnMariaDbAndH2() {
		for (TestDatabase each : new TestDatabase[] { mariadb, h2 }) {
			try (RunningApplication other = start(each)) {
				for (String path : new String[] { "/duplicate", "/jpa" }) {
					JsonContent<Object> body = problem(other.get(path), 409);
					assertThat(body).extractingJsonPathArrayValue("@.fields").containsExactly("emailAddress");
					assertThat(body).extractingJsonPathStringValue("@.constraint").isEqualToIgnoringCase("uq_email");
				}
			}
		}
	}

	private JsonContent<Object> problem(String path, int status) {
		return problem(application.get(path), status);
	}

	private JsonContent<Object> problem(RunningApplication.Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.body()).doesNotContainIgnoringCase("sorrel").doesNotContain("insert into", "SQL", "Detail");
		return this.json.from(answer.body());
	}

	private static RunningApplication start(TestDatabase of, Object... more) {
		Class<?>[] sources = Stream
			.concat(Stream.of(RunningApplication.Application.class, CustomerApplication.class),
					Stream.of(more).filter(Class.class::isInstance).map(Class.class::cast))
			.toArray(Class<?>[]::new);
		String[] properties = Stream.concat(
				Stream.concat(Stream.of(of.springProperties()),
						Stream.of("spring.jpa.hibernate.ddl-auto=none", "spring.jpa.open-in-view=false")),
				Stream.of(more).filter(String.class::isInstance).map(String.class::cast))
			.toArray(String[]::new);
		return RunningApplication.start(sources, properties);
	}

	private static void execute(TestDatabase of, String... statements) throws SQLException {
		try (Connection connection = of.connect(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/**
	 * An advice without an order, which therefore has the lowest precedence too.
	 */
	@RestControllerAdvice
	static class Advice extends ResponseEntityExceptionHandler {

		@ExceptionHandler
		@ResponseStatus(HttpStatus.LOCKED)
		String taken(DataIntegrityViolationException ex) {
			return "handled by the advice";
		}

	}

}
