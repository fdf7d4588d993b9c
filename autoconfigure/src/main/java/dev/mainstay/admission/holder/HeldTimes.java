package dev.mainstay.admission.holder;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.operation.ApplicationFrame;

/**
 * For how long connections are held, and for how much of it nothing is asked of the
 * database, by operation. Hears of a connection when it is given back, so that statements
 * cost nothing more. Thread-safe.
 */
public final class HeldTimes {

	/**
	 * The operation of those that have no name.
	 */
	public static final String UNNAMED = "unnamed";

	private static final Logger logger = LoggerFactory.getLogger(HeldTimes.class);

	private static final String OTHER = "other";

	private static final int MOST = 500;

	private static final double LARGE_SHARE = 0.9;

	private final HolderSettings settings;

	private final ApplicationFrame frame;

	private final Map<String, Map<String, HeldFigures>> dataSources = new ConcurrentHashMap<>();

	/**
	 * Create the figures.
	 * @param settings for how long nothing may be asked
	 * @param packages the packages of the application, to say what a thread is at
	 */
	public HeldTimes(HolderSettings settings, List<String> packages) {
		this.settings = settings;
		this.frame = new ApplicationFrame(packages);
	}

	/**
	 * Return who is to hear of the connections of a data source that are given back.
	 * @param dataSource the bean name
	 * @return the listener, which is quick
	 */
	public Consumer<AdvisedConnection> listener(String dataSource) {
		Map<String, HeldFigures> figures = this.dataSources.computeIfAbsent(dataSource,
				(name) -> new ConcurrentHashMap<>());
		long threshold = this.settings.idleHeldThreshold().toNanos();
		return (connection) -> returned(connection, figures, threshold);
	}

	private void returned(AdvisedConnection connection, Map<String, HeldFigures> figures, long threshold) {
		long held = connection.advice().nanoTime() - connection.lentAt();
		long idle = connection.isMeasured() ? Math.max(0, held - connection.statementNanos()) : 0;
		HeldFigures operation = operation(figures, connection.workName());
		operation.add(held, idle);
		// What is done with one that was lent out is not seen.
		if (threshold > 0 && idle > threshold && idle > LARGE_SHARE * held && !connection.isMigrating()
				&& !connection.isLentOut() && operation.tell()) {
			warn(connection, held, idle);
		}
	}

	private static HeldFigures operation(Map<String, HeldFigures> figures, @Nullable String name) {
		String key = (name != null) ? name : UNNAMED;
		HeldFigures known = figures.get(key);
		if (known != null) {
			return known;
		}
		String added = (figures.size() < MOST) ? key : OTHER;
		return figures.computeIfAbsent(added, HeldFigures::new);
	}

	private void warn(AdvisedConnection connection, long held, long idle) {
		String name = connection.workName();
		logger.warn(
				"{} held a connection of '{}' for {}, {} of it without a statement; given back at {}. Move what else is "
						+ "done, such as HTTP calls, out of the transaction; if the time passes after it, switch "
						+ "spring.jpa.open-in-view off. Told once for each operation "
						+ "(db.admission.idle-held-threshold)",
				(name != null) ? "'" + name + "'" : "Somebody (thread '" + Thread.currentThread().getName() + "')",
				connection.dataSource(), ReportText.text(Duration.ofNanos(held)),
				ReportText.text(Duration.ofNanos(idle)), this.frame.of(Thread.currentThread()));
	}

	/**
	 * Return the operations that held connections of a data source without a statement
	 * for longest.
	 * @param dataSource the bean name
	 * @param most how many of them
	 * @return their figures, the longest first
	 */
	public List<HeldTime> longestIdle(String dataSource, int most) {
		return figures(dataSource).stream()
			.sorted(Comparator.comparing(HeldTime::idle).reversed())
			.filter((one) -> !one.idle().isZero())
			.limit(most)
			.toList();
	}

	/**
	 * Return the figures of all operations of a data source together.
	 * @param dataSource the bean name
	 * @return the sums
	 */
	public HeldTime total(String dataSource) {
		return figures(dataSource).stream()
			.reduce(new HeldTime("all", 0, Duration.ZERO, Duration.ZERO), (left, right) -> new HeldTime("all",
					left.count() + right.count(), left.held().plus(right.held()), left.idle().plus(right.idle())));
	}

	private List<HeldTime> figures(String dataSource) {
		return this.dataSources.getOrDefault(dataSource, Map.of()).values().stream().map(HeldFigures::get).toList();
	}

}
