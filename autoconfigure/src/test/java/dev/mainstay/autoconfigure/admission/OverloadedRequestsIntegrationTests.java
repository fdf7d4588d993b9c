package dev.mainstay.autoconfigure.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.Refusal;
import dev.mainstay.autoconfigure.endpoint.RunningApplication;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a web application answers when all connections are lent.
 */
@ExtendWith(OutputCaptureExtension.class)
class OverloadedRequestsIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static RunningApplication application;

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	@BeforeAll
	static void start() {
		application = RunningApplication.start(new Class<?>[] { RunningApplication.Application.class, Beans.class },
				Stream
					.concat(Stream.of(database.springProperties()),
							Stream.of("db.pool.size=1", "db.pool.max-overflow=0", "db.admission.policy=fixed",
									"db.admission.max-queue=0", "spring.jpa.open-in-view=true"))
					.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/jdbc", "/transaction", "/jpa" })
	void areAskedToComeBack(String path, CapturedOutput output) throws SQLException {
		assertThat(application.get(path).status()).isEqualTo(200);
		try (Connection only = application.context().getBean(DataSource.class).getConnection()) {
			assertThat(only.isValid(5)).isTrue();
			RunningApplication.Answer answer = application.get(path);
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.header("Retry-After")).isEqualTo("1");
			assertThat(this.json.from(answer.body())).extractingJsonPathStringValue("@.detail")
				.isEqualTo("The database is too busy to do this now, or cannot be reached. Please try again later.");
		}
		assertThat(output).doesNotContain("answered 503");
		assertThat(application.get(path).status()).isEqualTo(200);
		assertThat(gate().snapshot().inUse()).isZero();
	}

	@Test
	void whoHandlesTheTimeoutOfThePoolHandlesThisToo() throws SQLException {
		try (Connection only = application.context().getBean(DataSource.class).getConnection()) {
			assertThat(only.isValid(5)).isTrue();
			assertThat(application.get("/own").body()).isEqualTo("\"later\"");
		}
	}

	@Test
	void whatIsHandedToAnotherThreadWaits() throws Exception {
		long before = gate().refusals(Refusal.QUEUE_FULL);
		try (Connection only = application.context().getBean(DataSource.class).getConnection()) {
			assertThat(only.isValid(5)).isTrue();
			assertThat(application.get("/async").status()).isEqualTo(200);
			Awaitility.await().until(() -> gate().waiting() == 1);
		}
		Awaitility.await().until(() -> gate().snapshot().inUse() == 0);
		assertThat(gate().refusals(Refusal.QUEUE_FULL)).isEqualTo(before);
		assertThat(application.context().getBean(Work.class).isDone()).isTrue();
	}

	private static Gate gate() {
		return Objects.requireNonNull(application.context().getBean(Gates.class).find("dataSource"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@Import({ Requests.class, OwnHandler.class, Work.class })
	static class Beans {

	}

	@RestController
	static class Requests {

		private final JdbcTemplate jdbc;

		private final Work work;

		Requests(JdbcTemplate jdbc, Work work) {
			this.jdbc = jdbc;
			this.work = work;
		}

		@GetMapping("/jdbc")
		@Nullable Integer jdbc() {
			return this.jdbc.queryForObject("SELECT 1", Integer.class);
		}

		@GetMapping("/transaction")
		@Nullable Integer transaction() {
			return this.work.inTransaction();
		}

		@GetMapping("/jpa")
		Object jpa() {
			return this.work.throughJpa();
		}

		@GetMapping("/async")
		void async() {
			this.work.later();
		}

	}

	@RestController
	static class OwnHandler {

		private final JdbcTemplate jdbc;

		OwnHandler(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@GetMapping("/own")
		List<Integer> own() {
			return this.jdbc.queryForList("SELECT 1", Integer.class);
		}

		@ExceptionHandler(CannotGetJdbcConnectionException.class)
		String later() {
			return "\"later\"";
		}

	}

	static class Work {

		private final JdbcTemplate jdbc;

		private final EntityManager entities;

		private volatile boolean done;

		Work(JdbcTemplate jdbc, EntityManager entities) {
			this.jdbc = jdbc;
			this.entities = entities;
		}

		@Transactional
		@Nullable Integer inTransaction() {
			return this.jdbc.queryForObject("SELECT 1", Integer.class);
		}

		@Transactional
		Object throughJpa() {
			return this.entities.createNativeQuery("SELECT 1").getSingleResult();
		}

		@Async
		void later() {
			this.jdbc.queryForObject("SELECT 1", Integer.class);
			this.done = true;
		}

		boolean isDone() {
			return this.done;
		}

	}

}
