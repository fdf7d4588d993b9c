package dev.mainstay.autoconfigure.admission.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.mainstay.admission.holder.HttpCallTime;
import dev.mainstay.admission.holder.HttpCalls;
import dev.mainstay.autoconfigure.admission.DatabaseAdmissionAutoConfiguration;
import dev.mainstay.autoconfigure.admission.DatabaseHolderAutoConfiguration;
import dev.mainstay.autoconfigure.metrics.DatabaseMetricsAutoConfiguration;
import dev.mainstay.autoconfigure.observe.DatabaseObserveAutoConfiguration;
import dev.mainstay.autoconfigure.operation.DatabaseOperationAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.autoconfigure.transaction.DatabaseTransactionStatisticsAutoConfiguration;
import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link DatabaseHttpCallAutoConfiguration} with a server that takes its time.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseHttpCallAutoConfigurationTests {

	private static final String TOLD = "for an HTTP call of";

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private final ApplicationContextRunner withoutClients = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				TransactionAutoConfiguration.class, MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
				DatabaseAdmissionAutoConfiguration.class, DatabaseHolderAutoConfiguration.class,
				DatabaseHttpCallAutoConfiguration.class, DatabaseOperationAutoConfiguration.class,
				DatabaseObserveAutoConfiguration.class, DatabaseTransactionStatisticsAutoConfiguration.class,
				DatabaseMetricsAutoConfiguration.class))
		.withPropertyValues(database.springProperties());

	private final ApplicationContextRunner application = this.withoutClients.withConfiguration(
			AutoConfigurations.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
					ReactiveHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
					RestTemplateAutoConfiguration.class, WebClientAutoConfiguration.class))
		.withBean(Orders.class);

	private final ApplicationContextRunner observed = this.application.withConfiguration(
			AutoConfigurations.of(ObservationAutoConfiguration.class, RestClientObservationAutoConfiguration.class,
					RestTemplateObservationAutoConfiguration.class, WebClientObservationAutoConfiguration.class));

	private SlowServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = new SlowServer();
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "REST_CLIENT, false", "REST_CLIENT, true", "REST_TEMPLATE, false", "REST_TEMPLATE, true",
			"WEB_CLIENT, false", "WEB_CLIENT, true" })
	void tellsOnceWhoHoldsAConnectionForWhichCall(Client client, boolean isObserved, CapturedOutput output) {
		(isObserved ? this.observed : this.application).run((context) -> {
			for (int i = 0; i < 2; i++) {
				assertThat(context.getBean(Orders.class).place(() -> client.get(context, this.server.url())))
					.isEqualTo("done");
			}
			assertThat(count(output)).isOne();
			assertThat(output).contains("Orders.place' held a connection of 'dataSource' " + TOLD)
				.contains("GET " + this.server.host() + " /orders/{id}, at " + Client.class.getName())
				.contains("Make the call before the transaction or after it")
				.doesNotContain("4711")
				.doesNotContain("secret");
			HttpCallTime time = context.getBean(HttpCalls.class).longest("dataSource", 10).get(0);
			assertThat(time.operation()).endsWith("Orders.place");
			assertThat(time.call()).isEqualTo("GET " + this.server.host() + " /orders/{id}");
			assertThat(time.count()).isEqualTo(2);
			assertThat(time.longest()).isBetween(SlowServer.PAUSE, time.held());
			assertThat(time.held()).isGreaterThanOrEqualTo(SlowServer.PAUSE.multipliedBy(2));
			FunctionTimer timer = context.getBean(MeterRegistry.class)
				.get("db.connection.http.calls")
				.tag("pool", "dataSource")
				.functionTimer();
			assertThat(timer.count()).isEqualTo(2);
			assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(time.held().toNanos());
		});
	}

	@ParameterizedTest
	@EnumSource(Client.class)
	void tellsNothingWhereNoConnectionIsHeld(Client client, CapturedOutput output) {
		this.observed.run((context) -> {
			context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class);
			client.get(context, this.server.url());
			assertThat(total(context)).isZero();
			assertThat(output).doesNotContain(TOLD);
		});
	}

	@ParameterizedTest
	@EnumSource(Client.class)
	void tellsNothingOfAConnectionThatIsYetToBeFetched(Client client, CapturedOutput output) {
		this.application.withPropertyValues("spring.datasource.connection-fetch=lazy").run((context) -> {
			context.getBean(Orders.class).plan(() -> client.get(context, this.server.url()));
			assertThat(total(context)).isZero();
			assertThat(output).doesNotContain(TOLD);
			context.getBean(Orders.class).place(() -> client.get(context, this.server.url()));
			assertThat(total(context)).isOne();
		});
	}

	@ParameterizedTest
	@EnumSource(Client.class)
	void tellsNothingWhenSwitchedOff(Client client, CapturedOutput output) {
		this.application.withPropertyValues("db.admission.http-calls=false").run((context) -> {
			context.getBean(Orders.class).place(() -> client.get(context, this.server.url()));
			assertThat(total(context)).isZero();
			assertThat(output).doesNotContain(TOLD);
		});
	}

	@ParameterizedTest
	@EnumSource(Client.class)
	void countsCallsThatFail(Client client) {
		this.application.run((context) -> {
			assertThatException().isThrownBy(() -> context.getBean(Orders.class)
				.place(() -> client.get(context, this.server.url().replace("/orders/", "/none/"))));
			this.server.close();
			assertThatException()
				.isThrownBy(() -> context.getBean(Orders.class).place(() -> client.get(context, this.server.url())));
			assertThat(total(context)).isEqualTo(2);
		});
	}

	@Test
	void namesTheTransactionBeforeItsFirstStatement(CapturedOutput output) {
		this.application.run((context) -> {
			context.getBean(Orders.class).plan(() -> Client.REST_CLIENT.get(context, this.server.url()));
			assertThat(output).contains("Orders.plan' held a connection of 'dataSource' " + TOLD);
		});
	}

	@Test
	void tellsOfAConnectionOutsideOfTransactions(CapturedOutput output) {
		this.application.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
				Client.REST_CLIENT.get(context, this.server.url());
			}
			assertThat(output).contains("Somebody (thread '" + Thread.currentThread().getName() + "') held")
				.contains("Make the call before the connection is borrowed");
		});
	}

	@Test
	void blamesNobodyForAConnectionThatOtherWorkHasLeftBehind() {
		this.application.run((context) -> {
			Connection forgotten;
			try (WorkScope work = WorkScope.open(WorkKind.REQUEST, () -> null)) {
				assertThat(work.isOver()).isFalse();
				forgotten = context.getBean(DataSource.class).getConnection();
				Client.REST_CLIENT.get(context, this.server.url());
				assertThat(total(context)).isOne();
			}
			Client.REST_CLIENT.get(context, this.server.url());
			assertThat(total(context)).isOne();
			forgotten.close();
		});
	}

	@Test
	void blamesNobodyForCallsOfOtherThreads(CapturedOutput output) {
		this.application.run((context) -> {
			context.getBean(Orders.class)
				.place(() -> Client.webClient(context, this.server.url())
					.subscribeOn(Schedulers.boundedElastic())
					.block());
			assertThat(total(context)).isZero();
			assertThat(output).doesNotContain(TOLD);
		});
	}

	@Test
	void blamesNobodyForCallsThatAreNotWaitedFor(CapturedOutput output) {
		this.application.run((context) -> {
			CountDownLatch answered = new CountDownLatch(1);
			context.getBean(Orders.class).place(() -> {
				Client.webClient(context, this.server.url()).doFinally((signal) -> answered.countDown()).subscribe();
				context.getBean(JdbcTemplate.class).queryForList("SELECT pg_sleep(0.6)");
				return "done";
			});
			assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(total(context)).isZero();
			assertThat(output).doesNotContain(TOLD);
		});
	}

	@Test
	void countsCallsWhoseAnswerCameTooLate() {
		this.application.run((context) -> {
			assertThatException().isThrownBy(() -> context.getBean(Orders.class)
				.place(() -> Client.webClient(context, this.server.url()).block(Duration.ofMillis(50))));
			assertThat(total(context)).isOne();
		});
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void keepsNoBodyBack(boolean template, boolean isObserved) {
		(isObserved ? this.observed : this.application).run((context) -> {
			CountDownLatch halfWasRead = this.server.halfWasRead;
			String answer = context.getBean(Orders.class).place(() -> {
				if (template) {
					return context.getBean(RestTemplateBuilder.class)
						.build()
						.execute(this.server.url().replace("/orders/", "/stream/"), HttpMethod.POST, (request) -> {
							StreamingHttpOutputMessage streaming = (StreamingHttpOutputMessage) request;
							streaming.setBody((body) -> writeInHalves(body, halfWasRead));
						}, (response) -> readInHalves(response.getBody()), 4711);
				}
				return context.getBean(RestClient.Builder.class)
					.build()
					.post()
					.uri(this.server.url().replace("/orders/", "/stream/"), 4711)
					.body((body) -> writeInHalves(body, halfWasRead))
					.exchange((request, response) -> readInHalves(response.getBody()));
			});
			assertThat(answer).isEqualTo("onetwo");
			assertThat(total(context)).isOne();
		});
	}

	// Waits in the middle until the server has read what came before.
	private static void writeInHalves(OutputStream body, CountDownLatch halfWasRead) throws IOException {
		body.write("one".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
		body.flush();
		SlowServer.await(halfWasRead, "The body of the request is kept back");
		body.write("two".getBytes(StandardCharsets.US_ASCII));
	}

	private String readInHalves(InputStream body) throws IOException {
		String first = new String(body.readNBytes(3), StandardCharsets.US_ASCII);
		this.server.answerWasRead.countDown();
		return first + new String(body.readAllBytes(), StandardCharsets.US_ASCII);
	}

	@Test
	void leavesRequestFactoriesAlone() {
		this.application.run((context) -> {
			RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
			assertThat(template.getInterceptors()).isEmpty();
			ClientHttpRequestFactory factory = template.getRequestFactory();
			assertThat(factory.getClass().getName()).startsWith("org.springframework.http.client.")
				.doesNotContain("Intercepting")
				.doesNotContain("Buffering");
		});
	}

	@Test
	void startsWithoutTheModulesOfTheClients() {
		this.withoutClients
			.withClassLoader(new FilteredClassLoader(RestClientCustomizer.class, WebClientCustomizer.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(HttpCallHandler.class)
				.doesNotHaveBean("mainstayRestClientCustomizer")
				.doesNotHaveBean("mainstayRestTemplateCustomizer")
				.doesNotHaveBean("mainstayWebClientCustomizer"));
	}

	@Test
	void startsWithoutClients() {
		this.withoutClients
			.withClassLoader(new FilteredClassLoader(ClientRequestObservationContext.class, RestClient.class,
					RestTemplate.class, WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(HttpCalls.class)
				.doesNotHaveBean(HttpCallHandler.class)
				.doesNotHaveBean("mainstayRestClientCustomizer")
				.doesNotHaveBean("mainstayWebClientCustomizer"));
	}

	@Test
	void doesNothingInPlainSpringBoot() {
		this.withoutClients.withPropertyValues("db.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(HttpCalls.class)
				.doesNotHaveBean(HttpCallHandler.class));
	}

	private static long total(AssertableApplicationContext context) {
		return context.getBean(HttpCalls.class).total("dataSource").count();
	}

	private static long count(CapturedOutput output) {
		return output.getOut().split(Pattern.quote(TOLD), -1).length - 1;
	}

	/**
	 * Spring's ways to call others.
	 */
	enum Client {

		REST_CLIENT {

			@Override
			String get(BeanFactory context, String url) {
				return context.getBean(RestClient.Builder.class)
					.build()
					.get()
					.uri(url, 4711)
					.retrieve()
					.requiredBody(String.class);
			}

		},

		REST_TEMPLATE {

			@Override
			String get(BeanFactory context, String url) {
				return String
					.valueOf(context.getBean(RestTemplateBuilder.class).build().getForObject(url, String.class, 4711));
			}

		},

		WEB_CLIENT {

			@Override
			String get(BeanFactory context, String url) {
				return String.valueOf(webClient(context, url).block());
			}

		};

		abstract String get(BeanFactory context, String url);

		static Mono<String> webClient(BeanFactory context, String url) {
			return context.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri(url, 4711)
				.retrieve()
				.bodyToMono(String.class);
		}

	}

	/**
	 * A service that does something else in its transactions.
	 */
	static class Orders {

		private final JdbcTemplate jdbc;

		Orders(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		String place(Supplier<String> call) {
			this.jdbc.queryForObject("SELECT 1", Integer.class);
			return call.get();
		}

		@Transactional
		String plan(Supplier<String> call) {
			return call.get();
		}

	}

	/**
	 * A server that answers after a while.
	 */
	private static final class SlowServer implements AutoCloseable {

		static final Duration PAUSE = Duration.ofMillis(300);

		final CountDownLatch halfWasRead = new CountDownLatch(1);

		final CountDownLatch answerWasRead = new CountDownLatch(1);

		private final HttpServer server;

		private final ExecutorService threads = Executors.newCachedThreadPool();

		SlowServer() throws IOException {
			this.server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
			this.server.setExecutor(this.threads);
			this.server.createContext("/orders/", SlowServer::answer);
			this.server.createContext("/stream/", this::stream);
			this.server.start();
		}

		String host() {
			return "localhost:" + this.server.getAddress().getPort();
		}

		String url() {
			return "http://" + host() + "/orders/{id}?key=secret";
		}

		private static void answer(HttpExchange exchange) throws IOException {
			try (exchange) {
				new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
				byte[] body = "done".getBytes(StandardCharsets.US_ASCII);
				exchange.getResponseHeaders().add("Content-Type", "text/plain");
				exchange.sendResponseHeaders(200, body.length);
				exchange.getResponseBody().write(body);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private void stream(HttpExchange exchange) throws IOException {
			try (exchange) {
				int read = exchange.getRequestBody().readNBytes(3).length;
				this.halfWasRead.countDown();
				read += exchange.getRequestBody().readAllBytes().length;
				exchange.sendResponseHeaders((read == 60_003) ? 200 : 400, 0);
				exchange.getResponseBody().write("one".getBytes(StandardCharsets.US_ASCII));
				exchange.getResponseBody().flush();
				await(this.answerWasRead, "The body of the answer is kept back");
				exchange.getResponseBody().write("two".getBytes(StandardCharsets.US_ASCII));
			}
		}

		static void await(CountDownLatch latch, String otherwise) throws IOException {
			try {
				if (!latch.await(10, TimeUnit.SECONDS)) {
					throw new IOException(otherwise);
				}
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}

		@Override
		public void close() {
			this.server.stop(0);
			this.threads.shutdownNow();
		}

	}

}
