package dev.mainstay.cache.check.server;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Runs schedules of one or several instances on one register, and judges them. Confined
 * to one thread.
 */
final class Schedules implements AutoCloseable {

	private final List<Instance> instances;

	private final Database database;

	private final Duration bound;

	private final Tally tally = new Tally();

	private @Nullable Timeline timeline;

	private Map<Place, Row> rows = Map.of();

	private long number;

	/**
	 * Create schedules. The instances are closed with them.
	 * @param instances who reads and writes
	 * @param database the register, which is there
	 * @param bound how late they may see each other's changes
	 */
	Schedules(List<? extends Instance> instances, Database database, Duration bound) {
		this.instances = List.copyOf(instances);
		this.database = database;
		this.bound = bound;
	}

	/**
	 * Run one.
	 * @param orders what each instance is to do, made of the number of the schedule and
	 * of where there are rows
	 * @param incident what happens meanwhile
	 * @return what went wrong, or {@code null}
	 * @throws SQLException if the register cannot be read
	 * @throws IOException if an instance cannot be reached
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable Throwable run(List<UnaryOperator<Order>> orders, Incident incident)
			throws SQLException, IOException, InterruptedException {
		if (this.timeline == null) {
			this.rows = this.database.rows();
			this.timeline = new Timeline(this.bound, this.rows);
		}
		Order blank = new Order(++this.number, 0, 0, true, false, false, new TreeSet<>(this.rows.keySet()));
		List<Recording> recordings = new ArrayList<>();
		for (int i = 0; i < this.instances.size(); i++) {
			this.instances.get(i).begin(orders.get(i).apply(blank));
		}
		incident.happen(this.tally);
		for (Instance instance : this.instances) {
			recordings.add(instance.end());
		}
		Recording all = Recording.of(recordings);
		boolean open = all.commits().stream().anyMatch((commit) -> !commit.isCertain());
		if (open || incident != Incident.NONE || all.tally().of("error 08006") > 0) {
			this.database.awaitQuiet();
			for (Instance instance : this.instances) {
				instance.settle();
			}
		}
		this.rows = this.database.rows();
		this.tally.add(all.tally());
		this.tally.count("schedules");
		if (all.failure() != null) {
			return all.failure();
		}
		try {
			this.timeline.judge(all, this.rows, System.nanoTime(), this.tally);
			return null;
		}
		catch (Violation | IllegalStateException ex) {
			this.tally.count("violations");
			return ex;
		}
	}

	Tally tally() {
		return this.tally;
	}

	long hits() throws IOException {
		long hits = 0;
		for (Instance instance : this.instances) {
			hits += instance.hits();
		}
		return hits;
	}

	@Override
	public void close() {
		this.instances.forEach(Instance::close);
		this.database.close();
	}

	/**
	 * What happens in the middle of a schedule.
	 */
	@FunctionalInterface
	interface Incident {

		/**
		 * Nothing.
		 */
		Incident NONE = (tally) -> {
		};

		/**
		 * Let it happen; it is over when this returns.
		 * @param tally counts it
		 * @throws IOException if it cannot happen
		 * @throws InterruptedException if the thread is interrupted
		 */
		void happen(Tally tally) throws IOException, InterruptedException;

	}

}
