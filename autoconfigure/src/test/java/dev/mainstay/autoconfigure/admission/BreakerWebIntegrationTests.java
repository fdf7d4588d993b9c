package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.util.Objects;

import jakarta.persistence.EntityManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import dev.mainstay.admission.CircuitOpenException;
import dev.mainstay.admission.breaker.Breaker;
import dev.mainstay.admission.breaker.BreakerState;
import dev.mainstay.admission.breaker.Breakers;
import dev.mainstay.autoconfigure.endpoint.RunningApplication;
import dev.mainstay.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a web application with JPA whose database goes away.
 */
class BreakerWebIntegrationTests {

	@Test
	void asksToComeBackWhileTheDatabaseIsAway() {
		try (PostgresServer server = PostgresServer.startNew();
				RunningApplication application = start(server, "db.pool.timeout=8s")) {
			assertThat(application.get("/jpa").status()).isEqualTo(200);
			server.kill();
			application.get("/jpa");
			await(2, application, BreakerState.OPEN);

			RunningApplication.Answer answer = application.get("/jpa");
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.header("Retry-After")).matches("[1-5]");
			assertThat(answer.body()).contains("cannot be reached");
			PlatformTransactionManager manager = application.context().getBean(PlatformTransactionManager.class);
			assertThat(manager).isInstanceOf(JpaTransactionManager.class);
			assertThatExceptionOfType(CannotCreateTransactionException.class)
				.isThrownBy(() -> new TransactionTemplate(manager).executeWithoutResult((status) -> {
				}))
				.satisfies((error) -> assertThat(hasRefusal(error)).isTrue());

			server.start();
			await(8, application, BreakerState.CLOSED);
			// Within the timeout of the pool, which rests for up to five seconds between
			// its
			// own attempts.
			assertThat(application.get("/jpa").status()).isEqualTo(200);
		}
	}

	private static boolean hasRefusal(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause instanceof CircuitOpenException) {
				return true;
			}
		}
		return false;
	}

	private static void await(int seconds, RunningApplication application, BreakerState state) {
		Awaitility.await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(10)).until(() -> {
			Breaker breaker = application.context().getBean(Breakers.class).find("dataSource");
			return breaker != null && breaker.state() == state;
		});
	}

	private static RunningApplication start(PostgresServer server, String property) {
		return RunningApplication.start(new Class<?>[] { RunningApplication.Application.class, Routes.class },
				"spring.datasource.url=" + server.jdbcUrl("postgres"),
				"spring.datasource.username=" + server.username(), "spring.datasource.password=" + server.password(),
				property);
	}

	@Configuration(proxyBeanMethods = false)
	static class Routes {

		@Bean
		RouterFunction<ServerResponse> routes(EntityManager entities, PlatformTransactionManager manager) {
			TransactionTemplate template = new TransactionTemplate(manager);
			return RouterFunctions.route().GET("/jpa", (request) -> {
				Object answer = template.execute((status) -> entities.createNativeQuery("SELECT 1").getSingleResult());
				return ServerResponse.ok().body(Objects.toString(answer));
			}).build();
		}

	}

}
