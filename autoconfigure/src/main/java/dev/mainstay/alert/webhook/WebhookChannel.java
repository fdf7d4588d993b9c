package dev.mainstay.alert.webhook;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.mainstay.alert.AlertChannel;
import dev.mainstay.alert.AlertDeliveryException;
import dev.mainstay.alert.AlertNotification;

/**
 * Posts alerts to an address, and again if the receiver is down, busy or slow. The
 * address appears in no message. Used by one thread at a time.
 */
public final class WebhookChannel implements AlertChannel {

	private static final int TOO_MANY_REQUESTS = 429;

	private final WebhookSettings settings;

	private final Function<AlertNotification, String> json;

	private final Clock clock;

	private final Pause pause;

	// There from the first alert on, because it has threads.
	private @Nullable HttpClient client;

	/**
	 * Create a channel.
	 * @param settings where to post
	 * @param json writes what is posted
	 * @param clock tells the time
	 */
	public WebhookChannel(WebhookSettings settings, Function<AlertNotification, String> json, Clock clock) {
		this(settings, json, clock, WebhookChannel::await);
	}

	WebhookChannel(WebhookSettings settings, Function<AlertNotification, String> json, Clock clock, Pause pause) {
		this.settings = settings;
		this.json = json;
		this.clock = clock;
		this.pause = pause;
	}

	@Override
	public void send(AlertNotification notification) {
		HttpRequest request = HttpRequest.newBuilder(this.settings.url())
			.header("Content-Type", "application/json")
			.timeout(this.settings.timeout())
			.POST(HttpRequest.BodyPublishers.ofString(this.json.apply(notification)))
			.build();
		try {
			send(request);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AlertDeliveryException("the application ends");
		}
	}

	private void send(HttpRequest request) throws InterruptedException {
		for (int attempt = 1;; attempt++) {
			Outcome outcome = attempt(request, RetryPause.after(attempt));
			if (outcome.problem() == null) {
				return;
			}
			if (outcome.pause() == null || attempt >= this.settings.maxAttempts()) {
				throw new AlertDeliveryException(
						"%s (attempt %d of %d)".formatted(outcome.problem(), attempt, this.settings.maxAttempts()));
			}
			this.pause.await(outcome.pause());
		}
	}

	private Outcome attempt(HttpRequest request, Duration pause) throws InterruptedException {
		CompletableFuture<HttpResponse<Void>> future = client().sendAsync(request,
				HttpResponse.BodyHandlers.discarding());
		try {
			// The request's own limit ends with the headers of the answer.
			return outcome(future.get(this.settings.timeout().toNanos(), TimeUnit.NANOSECONDS), pause);
		}
		catch (TimeoutException ex) {
			return new Outcome("no answer in time", pause);
		}
		catch (ExecutionException ex) {
			// Its message may hold the address.
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			return new Outcome(cause.getClass().getSimpleName(), pause);
		}
		finally {
			future.cancel(true);
		}
	}

	private Outcome outcome(HttpResponse<Void> response, Duration pause) {
		int status = response.statusCode();
		if (status >= 200 && status < 300) {
			return new Outcome(null, null);
		}
		String problem = "HTTP " + status;
		if (status != TOO_MANY_REQUESTS && status < 500) {
			return new Outcome(problem, null);
		}
		return new Outcome(problem,
				response.headers()
					.firstValue("Retry-After")
					.map((asked) -> RetryPause.asked(asked, pause, this.clock))
					.orElse(pause));
	}

	private HttpClient client() {
		if (this.client == null) {
			this.client = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.connectTimeout(this.settings.timeout())
				.build();
		}
		return this.client;
	}

	@Override
	public String name() {
		return "webhook";
	}

	// Ends at once when the thread is interrupted.
	private static void await(Duration time) throws InterruptedException {
		boolean never = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
		if (never) {
			throw new IllegalStateException("Nobody counts down");
		}
	}

	/**
	 * Waits.
	 */
	@FunctionalInterface
	interface Pause {

		void await(Duration time) throws InterruptedException;

	}

	/**
	 * How an attempt ended.
	 *
	 * @param problem what went wrong, or {@code null}
	 * @param pause how long to wait before the next attempt, or {@code null} if that is
	 * of no use
	 */
	private record Outcome(@Nullable String problem, @Nullable Duration pause) {

	}

}
