package dev.mainstay.cache.check.server;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.check.server.Schedules.Incident;
import dev.mainstay.testsupport.DatabaseServer;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.RedisServer;

/**
 * Short random runs of two applications in two virtual machines that share a database. In
 * some blocks of schedules only one of them writes, so that the other one would keep what
 * is old, and both rest now and then until the bound is over; in some, messages get lost,
 * doubled and late. Now and then the other virtual machine stands still for longer than a
 * lease, or a server is started again.
 */
public final class ClusterSchedules implements AutoCloseable {

	private static final int BLOCK = 16;

	private static final int REST_EACH = 4;

	private static final Duration BOUND = InstanceBeans.BEAT.multipliedBy(3);

	private static final Duration PAUSE = Duration.ofMillis(700);

	private final Schedules schedules;

	private final LocalInstance local;

	private final RemoteInstance remote;

	private final DatabaseServer channel;

	private final PostgresServer postgres;

	private final int pauseEach;

	private final int restartEach;

	private ClusterSchedules(Schedules schedules, LocalInstance local, RemoteInstance remote, PostgresServer postgres,
			DatabaseServer channel, int pauseEach, int restartEach) {
		this.schedules = schedules;
		this.local = local;
		this.remote = remote;
		this.postgres = postgres;
		this.channel = channel;
		this.pauseEach = pauseEach;
		this.restartEach = restartEach;
	}

	/**
	 * Start two instances that tell each other by notifications, or by Redis.
	 * @param postgres the server, which is started again now and then
	 * @param redis the server that carries messages, or {@code null} for notifications
	 * @param shared whether Redis also carries their answers
	 * @param race the mistake that one of them makes
	 * @param pauseEach after how many schedules one stands still
	 * @param restartEach after how many schedules a server is started again, or 0
	 * @return the schedules
	 * @throws SQLException if the database cannot be made
	 * @throws IOException if an instance does not start
	 */
	public static ClusterSchedules start(PostgresServer postgres, @Nullable RedisServer redis, boolean shared,
			PlantedRace race, int pauseEach, int restartEach) throws SQLException, IOException {
		Databases databases = new Databases(postgres, "_" + Long.toHexString(System.nanoTime()));
		InstanceSettings alone = databases.settings("cluster", race);
		Database database = databases.open(alone);
		database.prepare();
		RemoteInstance remote = RemoteInstance.start(of(alone, redis, shared, 1, PlantedRace.NONE));
		LocalInstance local = new LocalInstance(of(alone, redis, shared, 0, race), Faults.NONE);
		ClusterSchedules schedules = new ClusterSchedules(new Schedules(List.of(local, remote), database, BOUND), local,
				remote, postgres, (redis != null) ? redis : postgres, pauseEach, restartEach);
		schedules.awaitServing();
		return schedules;
	}

	private static InstanceSettings of(InstanceSettings alone, @Nullable RedisServer redis, boolean shared,
			int instance, PlantedRace race) {
		return new InstanceSettings(alone.url(), alone.directUrl(), alone.username(), alone.password(),
				(redis != null) ? "redis" : "postgres", (redis != null) ? redis.port() : 0, shared, instance, 2, race);
	}

	private void awaitServing() {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(this.local::isServing);
	}

	/**
	 * Run one.
	 * @param seed decides what each thread does
	 * @return what went wrong, or {@code null}
	 * @throws SQLException if the register cannot be read
	 * @throws IOException if an instance cannot be reached
	 * @throws InterruptedException if the thread is interrupted
	 */
	public @Nullable Throwable run(long seed) throws SQLException, IOException, InterruptedException {
		long block = seed / BLOCK;
		boolean faulty = block % 2 == 1;
		long writers = (block / 2) % 4;
		if ((writers == 1 || writers == 2) && seed % REST_EACH == 0) {
			outlast(BOUND);
		}
		return this.schedules.run(
				List.of(order(seed, block, writers != 1, faulty), order(seed, block, writers != 2, faulty)),
				incident(seed));
	}

	private static UnaryOperator<Order> order(long seed, long block, boolean writing, boolean faulty) {
		return (blank) -> new Order(blank.number(), seed, block, writing, false, faulty, blank.places());
	}

	private Incident incident(long seed) {
		if (this.restartEach != 0 && seed % this.restartEach == this.restartEach - 1) {
			boolean first = (seed / this.restartEach) % 2 == 0;
			return (tally) -> restart(first ? this.channel : this.postgres, tally);
		}
		return (seed % this.pauseEach == this.pauseEach - 1) ? this::pause : Incident.NONE;
	}

	private void restart(DatabaseServer server, Tally tally) {
		tally.count("restarts of " + server.product());
		server.kill();
		server.start();
	}

	private void pause(Tally tally) throws IOException, InterruptedException {
		tally.count("pauses");
		this.remote.pause();
		try {
			outlast(PAUSE);
		}
		finally {
			this.remote.resume();
		}
	}

	private static void outlast(Duration time) {
		long begin = System.nanoTime();
		Awaitility.await().until(() -> System.nanoTime() - begin > time.toNanos());
	}

	/**
	 * Return what has happened.
	 * @return what was counted
	 * @throws IOException if an instance cannot be reached
	 */
	public Summary summary() throws IOException {
		return new Summary(this.schedules.tally(), this.schedules.hits());
	}

	@Override
	public void close() {
		this.schedules.close();
	}

}
