package dev.mainstay.sample.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Traffic}, on a server that hangs up.
 */
@ExtendWith(OutputCaptureExtension.class)
class TrafficTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final Traffic traffic = new Traffic(this.environment);

	private final Queue<String> requests = new ConcurrentLinkedQueue<>();

	private final ExecutorService answering = Executors.newCachedThreadPool();

	private HttpServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.answering);
		this.server.createContext("/", this::hangUp);
		this.server.start();
		this.environment.setProperty("local.server.port", String.valueOf(this.server.getAddress().getPort()));
		this.environment.setProperty("server.servlet.context-path", "/planner");
	}

	@AfterEach
	void stop() {
		this.traffic.stop();
		this.server.stop(0);
		this.answering.shutdownNow();
	}

	@Test
	void isOffUnlessAskedFor() {
		ApplicationContextRunner application = new ApplicationContextRunner().withUserConfiguration(Traffic.class);

		application.run((context) -> assertThat(context).doesNotHaveBean(Traffic.class));
		application.withPropertyValues("demo.traffic=true")
			.run((context) -> assertThat(context.getBean(Traffic.class).isRunning()).isFalse());
	}

	@Test
	void makesEveryKindOfRequest() {
		this.traffic.start();

		Awaitility.await()
			.untilAsserted(
					() -> assertThat(this.requests).contains("GET /planner/recipes", "GET /planner/demo/cookbook",
							"GET /planner/demo/slow-search", "POST /planner/menus", "POST /planner/customers",
							"POST /planner/demo/deadlock/left-to-right", "POST /planner/demo/deadlock/right-to-left"));
	}

	@Test
	void goesOnWithoutAnswersAndSaysNothingMore(CapturedOutput output) {
		this.traffic.start();

		Awaitility.await().until(() -> requestsFor("GET /planner/recipes") > 4);
		assertThat(output).containsOnlyOnce("Demo traffic: 4 threads").hasLineCount(1);
	}

	@Test
	void leavesNoThreadBehind() {
		this.traffic.start();
		Awaitility.await().until(() -> !this.requests.isEmpty());

		this.traffic.stop();

		assertThat(this.traffic.isRunning()).isFalse();
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("demo-traffic-")));
	}

	private void hangUp(HttpExchange exchange) {
		this.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
		exchange.close();
	}

	private long requestsFor(String line) {
		return this.requests.stream().filter(line::equals).count();
	}

}
