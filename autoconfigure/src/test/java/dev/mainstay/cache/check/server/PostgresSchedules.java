package dev.mainstay.cache.check.server;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.check.server.Schedules.Incident;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;

/**
 * Short random runs of one application as in production against a PostgreSQL server. A
 * seed decides what each thread does, and the threads race. In each block of
 * {@value #BLOCK} schedules the last ones are rough: sessions are killed, and commits
 * remain without an answer.
 */
public final class PostgresSchedules implements AutoCloseable {

	private static final int BLOCK = 20;

	private static final int ROUGH = 3;

	private final Schedules smooth;

	private final Schedules rough;

	private final BrokenConnections faults;

	private PostgresSchedules(Schedules smooth, Schedules rough, BrokenConnections faults) {
		this.smooth = smooth;
		this.rough = rough;
		this.faults = faults;
	}

	/**
	 * Prepare schedules in two new databases of a server, one with a proxy before it.
	 * @param server the server
	 * @param race the mistake that is made on purpose
	 * @return the schedules
	 * @throws SQLException if the databases cannot be made
	 */
	public static PostgresSchedules on(PostgresServer server, PlantedRace race) throws SQLException {
		String suffix = "_" + Long.toHexString(System.nanoTime());
		Databases databases = new Databases(server, suffix);
		InstanceSettings smooth = databases.settings("smooth", race);
		InstanceSettings rough = databases.settings("rough", race);
		TcpProxy proxy = TcpProxy.to(server);
		BrokenConnections faults = new BrokenConnections(proxy, databases.open(rough), rough.applicationName());
		InstanceSettings proxied = new InstanceSettings(proxy.through(rough.url()), rough.url(), rough.username(),
				rough.password(), "local", 0, false, 0, 1, race);
		return new PostgresSchedules(schedules(smooth, databases, Faults.NONE), schedules(proxied, databases, faults),
				faults);
	}

	private static Schedules schedules(InstanceSettings settings, Databases databases, Faults faults)
			throws SQLException {
		Database database = databases.open(settings);
		database.prepare();
		return new Schedules(List.of(new LocalInstance(settings, faults)), database, Duration.ZERO);
	}

	/**
	 * Run one.
	 * @param seed decides what each thread does
	 * @return what went wrong, or {@code null}
	 * @throws SQLException if the register cannot be read
	 * @throws IOException never
	 * @throws InterruptedException if the thread is interrupted
	 */
	public @Nullable Throwable run(long seed) throws SQLException, IOException, InterruptedException {
		boolean isRough = seed % BLOCK >= BLOCK - ROUGH;
		Schedules schedules = isRough ? this.rough : this.smooth;
		try {
			return schedules.run(
					List.of((blank) -> new Order(blank.number(), seed, seed, true, isRough, false, blank.places())),
					isRough ? (tally) -> {
					} : Incident.NONE);
		}
		finally {
			this.faults.cease();
		}
	}

	/**
	 * Return what has happened.
	 * @return what was counted
	 * @throws IOException never
	 */
	public Summary summary() throws IOException {
		Tally all = new Tally();
		all.add(this.smooth.tally());
		all.add(this.rough.tally());
		return new Summary(all, this.smooth.hits() + this.rough.hits());
	}

	@Override
	public void close() {
		this.smooth.close();
		this.rough.close();
		this.faults.close();
	}

}
