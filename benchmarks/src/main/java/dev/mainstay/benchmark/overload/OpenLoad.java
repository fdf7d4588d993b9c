package dev.mainstay.benchmark.overload;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that come when they come, whether earlier ones were served or not: a Poisson
 * process, or all at once. Times are counted from the moment at which a client comes.
 */
final class OpenLoad {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final HttpRequest request;

	private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();

	/**
	 * Create the load.
	 * @param address what they ask for
	 * @param patience how long a client waits for an answer
	 */
	OpenLoad(URI address, Duration patience) {
		this.request = HttpRequest.newBuilder(address).timeout(patience).build();
	}

	/**
	 * Send clients at random moments.
	 * @param perSecond how many come in a second on average
	 * @param time for how long
	 * @param seed decides when they come
	 * @return what they were answered
	 */
	List<Answer> arrive(double perSecond, Duration time, long seed) {
		Random random = new Random(seed);
		long start = System.nanoTime();
		long end = start + time.toNanos();
		double next = start;
		List<CompletableFuture<?>> open = new ArrayList<>();
		while (true) {
			next += -Math.log(1 - random.nextDouble()) * 1e9 / perSecond;
			long due = (long) next;
			if (due - end > 0) {
				break;
			}
			while (System.nanoTime() - due < 0) {
				LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
			}
			open.add(send(due));
		}
		return finished(open);
	}

	/**
	 * Send clients all at once.
	 * @param count how many
	 * @return what they were answered
	 */
	List<Answer> burst(int count) {
		List<CompletableFuture<?>> open = new ArrayList<>();
		long due = System.nanoTime();
		for (int i = 0; i < count; i++) {
			open.add(send(due));
		}
		return finished(open);
	}

	/**
	 * Send clients each of which comes again as soon as it was answered.
	 * @param count how many there are
	 * @param time for how long
	 * @return what they were answered
	 */
	List<Answer> saturate(int count, Duration time) {
		long end = System.nanoTime() + time.toNanos();
		List<CompletableFuture<?>> open = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			open.add(again(end));
		}
		return finished(open);
	}

	private CompletableFuture<?> again(long end) {
		long now = System.nanoTime();
		return (now - end < 0) ? send(now).thenCompose((any) -> again(end)) : CompletableFuture.completedFuture(null);
	}

	private List<Answer> finished(List<CompletableFuture<?>> open) {
		CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).join();
		return List.copyOf(this.answers);
	}

	private CompletableFuture<?> send(long due) {
		return this.client.sendAsync(this.request, HttpResponse.BodyHandlers.discarding())
			.handle((response, error) -> this.answers
				.add(new Answer((response != null) ? response.statusCode() : 0, System.nanoTime() - due)));
	}

	/**
	 * What a client was answered.
	 *
	 * @param status the status, or 0 if there was no answer in time
	 * @param nanos how long it took
	 */
	record Answer(int status, long nanos) {

		boolean isServed() {
			return this.status == 200;
		}

	}

}
