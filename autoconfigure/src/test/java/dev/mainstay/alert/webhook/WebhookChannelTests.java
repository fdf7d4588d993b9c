package dev.mainstay.alert.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.alert.AlertChannels;
import dev.mainstay.alert.AlertDeliveryException;
import dev.mainstay.alert.AlertNotification;
import dev.mainstay.alert.ChannelState;
import dev.mainstay.alert.MutableClock;
import dev.mainstay.alert.TestAlerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link WebhookChannel} with receivers that answer, refuse, fail and hang.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebhookChannelTests {

	private static final String SECRET = "T0000-secret";

	private final List<String> bodies = new CopyOnWriteArrayList<>();

	private final List<Duration> pauses = new ArrayList<>();

	private final List<Integer> answers = new CopyOnWriteArrayList<>();

	private final List<String> retryAfter = new CopyOnWriteArrayList<>();

	private final AtomicInteger requests = new AtomicInteger();

	private final MutableClock clock = new MutableClock();

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		int number = this.requests.getAndIncrement();
		this.bodies.add(exchange.getRequestHeaders().getFirst("Content-Type") + " "
				+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		if (number < this.retryAfter.size()) {
			exchange.getResponseHeaders().set("Retry-After", this.retryAfter.get(number));
		}
		exchange.sendResponseHeaders((number < this.answers.size()) ? this.answers.get(number) : 200, -1);
		exchange.close();
	}

	@Test
	void postsJson() {
		channel(url(), 3).send(TestAlerts.raised("one"));

		assertThat(this.bodies).containsExactly("application/json {\"ids\":\"[one]\"}");
		assertThat(this.pauses).isEmpty();
	}

	@Test
	void triesAgainWhileTheReceiverFails() {
		this.answers.addAll(List.of(500, 503));

		channel(url(), 3).send(TestAlerts.raised("one"));

		assertThat(this.bodies).hasSize(3);
		assertThat(this.pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
	}

	@Test
	void givesUpAfterSoManyAttempts() {
		this.answers.addAll(List.of(500, 500, 500, 500));

		assertThatExceptionOfType(AlertDeliveryException.class)
			.isThrownBy(() -> channel(url(), 3).send(TestAlerts.raised("one")))
			.withMessage("HTTP 500 (attempt 3 of 3)");
		assertThat(this.requests).hasValue(3);
	}

	@Test
	void waitsAsLongAsTheReceiverAsksButNotForever() {
		this.answers.addAll(List.of(429, 429, 503, 429));
		this.retryAfter.addAll(List.of("7", "86400", "Thu, 01 Jan 2026 08:00:20 GMT", "soon"));

		channel(url(), 5).send(TestAlerts.raised("one"));

		assertThat(this.pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(30), Duration.ofSeconds(20),
				Duration.ofSeconds(4));
	}

	@Test
	void doesNotRepeatWhatTheReceiverRefuses() {
		this.answers.addAll(List.of(404));

		assertThatExceptionOfType(AlertDeliveryException.class)
			.isThrownBy(() -> channel(url(), 3).send(TestAlerts.raised("one")))
			.withMessage("HTTP 404 (attempt 1 of 3)");
		assertThat(this.requests).hasValue(1);
	}

	@Test
	void triesAgainWhenNobodyIsThere() {
		URI nowhere = url();
		this.server.stop(0);

		assertThatExceptionOfType(AlertDeliveryException.class)
			.isThrownBy(() -> channel(nowhere, 3).send(TestAlerts.raised("one")))
			.withMessage("ConnectException (attempt 3 of 3)")
			.withNoCause();
		assertThat(this.pauses).hasSize(2);
	}

	@Test
	void doesNotWaitForAReceiverThatNeverAnswers() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			URI url = URI.create("http://localhost:" + silent.getLocalPort() + "/" + SECRET);

			assertThatExceptionOfType(AlertDeliveryException.class)
				.isThrownBy(() -> new WebhookChannel(new WebhookSettings(url, Duration.ofMillis(100), 2), this::json,
						this.clock, this.pauses::add)
					.send(TestAlerts.raised("one")))
				.withMessageEndingWith("(attempt 2 of 2)");
		}
	}

	@Test
	void keepsTheOrderAndCountsWhatIsDroppedWhileTheReceiverIsSlow() throws Exception {
		try (SlowReceiver receiver = new SlowReceiver();
				AlertChannels channels = new AlertChannels(List.of(channel(receiver.url(), 1)))) {
			channels.send(TestAlerts.raised("first"));
			Awaitility.await().until(() -> receiver.bodies().size() == 1);
			for (int i = 0; i < 150; i++) {
				channels.send(TestAlerts.raised("alert-" + i));
			}
			ChannelState busy = channels.states().get(0);
			assertThat(busy).isEqualTo(new ChannelState("webhook", true, 0, 0, 50));

			receiver.goOn();

			Awaitility.await().until(() -> channels.states().get(0).delivered() == 101);
			assertThat(receiver.bodies()).hasSize(101).startsWith("[first]", "[alert-50]").endsWith("[alert-149]");
		}
	}

	@Test
	void neverTellsTheAddress(CapturedOutput output) {
		URI url = url();
		WebhookChannel channel = channel(url, 1);
		this.server.stop(0);
		try (AlertChannels channels = new AlertChannels(List.of(channel))) {
			channels.send(TestAlerts.raised("one"));
			Awaitility.await().until(() -> channels.states().get(0).failed() == 1);
			assertThat(channels.states().toString()).doesNotContain(SECRET);
		}
		assertThat(output).contains("could not be passed on by the channel 'webhook': ConnectException")
			.doesNotContain(SECRET);
		assertThat(new WebhookSettings(url, Duration.ofSeconds(1), 1).toString()).doesNotContain(SECRET);
	}

	@Test
	void endsItsPauseWhenTheApplicationEnds() {
		this.answers.addAll(List.of(503, 503, 503));
		this.retryAfter.addAll(List.of("30", "30"));
		WebhookChannel channel = new WebhookChannel(new WebhookSettings(url(), Duration.ofSeconds(5), 3), this::json,
				this.clock);
		AlertChannels channels = new AlertChannels(List.of(channel));
		channels.send(TestAlerts.raised("one"));
		Awaitility.await().until(() -> this.requests.get() == 1);

		assertThatNoException().isThrownBy(channels::close);

		Awaitility.await().until(() -> channels.states().get(0).failed() == 1);
		assertThat(this.requests).hasValue(1);
	}

	private WebhookChannel channel(URI url, int attempts) {
		return new WebhookChannel(new WebhookSettings(url, Duration.ofSeconds(5), attempts), this::json, this.clock,
				this.pauses::add);
	}

	private String json(AlertNotification notification) {
		return "{\"ids\":\"" + TestAlerts.ids(notification) + "\"}";
	}

	private URI url() {
		return URI.create("http://localhost:" + this.server.getAddress().getPort() + "/" + SECRET);
	}

}
