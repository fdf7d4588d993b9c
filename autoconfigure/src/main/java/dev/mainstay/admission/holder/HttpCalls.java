package dev.mainstay.admission.holder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.operation.ApplicationFrame;

/**
 * The HTTP calls that threads make while they hold a connection, by operation and call.
 * Looks at the connections that are lent when a call begins and when it is over; a
 * connection that is yet to be fetched is not lent. Thread-safe, and never throws.
 */
public final class HttpCalls {

	private static final Logger logger = LoggerFactory.getLogger(HttpCalls.class);

	private static final String OTHER = "other";

	private static final int MOST = 500;

	private final WatchedPools pools;

	private final Supplier<@Nullable String> workName;

	private final ApplicationFrame frame;

	private final Map<String, Map<Place, HttpCallFigures>> dataSources = new ConcurrentHashMap<>();

	private volatile boolean on;

	/**
	 * Create the figures.
	 * @param pools the pools
	 * @param settings whether calls are looked at
	 * @param workName tells what the work of the calling thread is called where its
	 * connection does not know
	 * @param packages the packages of the application, to say what a thread is at
	 */
	public HttpCalls(WatchedPools pools, HolderSettings settings, Supplier<@Nullable String> workName,
			List<String> packages) {
		this.pools = pools;
		this.workName = workName;
		this.frame = new ApplicationFrame(packages);
		this.on = settings.httpCalls();
	}

	/**
	 * The calling thread begins a call.
	 * @return the call, to be told when it is over; {@code null} if the thread holds no
	 * connection
	 */
	public @Nullable HeldHttpCall begin() {
		if (!this.on) {
			return null;
		}
		try {
			Thread thread = Thread.currentThread();
			List<HeldForCall> held = new ArrayList<>(1);
			for (WatchedPool pool : this.pools.all()) {
				pool.connections().forEach((connection) -> {
					if (connection.borrower() == thread && isHeld(connection)) {
						held.add(HeldForCall.of(connection, this.workName));
					}
				});
			}
			return held.isEmpty() ? null : new HeldHttpCall(this, thread, held);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
			return null;
		}
	}

	// A migration may do what it wants, and one that was left behind by other work is
	// held for that, and not for this call.
	private static boolean isHeld(AdvisedConnection connection) {
		return connection.isLent() && !connection.isMigrating() && !connection.isLeftBehind();
	}

	void ended(HeldForCall held, Thread thread, HttpCall call) {
		AdvisedConnection connection = held.connection();
		long time = connection.advice().nanoTime() - held.began();
		String operation = (held.operation() != null) ? held.operation() : HeldTimes.UNNAMED;
		HttpCallFigures figures = figures(connection.dataSource(), new Place(operation, call.toString()));
		figures.add(time);
		if (figures.tell()) {
			warn(held, thread, call, Duration.ofNanos(time));
		}
	}

	private HttpCallFigures figures(String dataSource, Place place) {
		Map<Place, HttpCallFigures> places = this.dataSources.computeIfAbsent(dataSource,
				(name) -> new ConcurrentHashMap<>());
		HttpCallFigures known = places.get(place);
		if (known != null) {
			return known;
		}
		Place added = (places.size() < MOST) ? place : new Place(OTHER, OTHER);
		return places.computeIfAbsent(added, (key) -> new HttpCallFigures(key.operation(), key.call()));
	}

	private void warn(HeldForCall held, Thread thread, HttpCall call, Duration time) {
		String name = held.operation();
		logger.warn(
				"{} held a connection of '{}' for an HTTP call of {}: {}, at {}. {}. Told once for each operation "
						+ "and call (db.admission.http-calls)",
				(name != null) ? "'" + name + "'" : "Somebody (thread '" + thread.getName() + "')",
				held.connection().dataSource(), ReportText.text(time), call, this.frame.of(thread),
				held.inTransaction() ? "Make the call before the transaction or after it"
						: "Make the call before the connection is borrowed or after it is given back; if it was "
								+ "borrowed by open session in view, switch spring.jpa.open-in-view off");
	}

	void failed(Throwable error) {
		this.on = false;
		logger.warn("HTTP calls are no longer looked at, because that failed", error);
	}

	/**
	 * Return the calls for which connections of a data source were held for longest.
	 * @param dataSource the bean name
	 * @param most how many of them
	 * @return their figures, the longest first
	 */
	public List<HttpCallTime> longest(String dataSource, int most) {
		return all(dataSource).stream()
			.sorted(Comparator.comparing(HttpCallTime::held).reversed())
			.limit(most)
			.toList();
	}

	/**
	 * Return the figures of all calls for which connections of a data source were held.
	 * @param dataSource the bean name
	 * @return the sums
	 */
	public HttpCallTime total(String dataSource) {
		return all(dataSource).stream()
			.reduce(new HttpCallTime("all", "all", 0, Duration.ZERO, Duration.ZERO),
					(left, right) -> new HttpCallTime("all", "all", left.count() + right.count(),
							left.held().plus(right.held()),
							(left.longest().compareTo(right.longest()) < 0) ? right.longest() : left.longest()));
	}

	private List<HttpCallTime> all(String dataSource) {
		return this.dataSources.getOrDefault(dataSource, Map.of()).values().stream().map(HttpCallFigures::get).toList();
	}

	/**
	 * Who makes which calls.
	 *
	 * @param operation the name of the operation
	 * @param call the calls
	 */
	private record Place(String operation, String call) {

	}

}
