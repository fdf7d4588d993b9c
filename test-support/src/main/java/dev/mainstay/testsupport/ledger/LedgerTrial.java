package dev.mainstay.testsupport.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.mainstay.testsupport.RelationalServer;

/**
 * A load, or an outage, with everything it needs: a database that is made for it, an
 * application and nemeses. Each trial is run once.
 * <p>
 * The invariants that a load is audited for are those of {@link LedgerRun}.
 */
public final class LedgerTrial {

	private final RelationalServer server;

	private final List<Class<?>> sources = new ArrayList<>();

	private final List<String> properties = new ArrayList<>();

	private final List<String> scripts = new ArrayList<>();

	private final List<NemesisFactory> nemeses = new ArrayList<>();

	private Predicate<Throwable> unknown = (error) -> false;

	private LedgerTrial(RelationalServer server) {
		this.server = server;
	}

	/**
	 * Begin a trial.
	 * @param server the server to make a database in
	 * @return the trial
	 */
	public static LedgerTrial on(RelationalServer server) {
		return new LedgerTrial(server);
	}

	/**
	 * Use a service that works by JDBC.
	 * @param unit the service
	 * @return this trial
	 */
	public LedgerTrial service(Class<? extends TransferUnit> unit) {
		return sources(LedgerApplication.Jdbc.class, unit);
	}

	/**
	 * Use an application.
	 * @param classes its configuration, among which are the service and a witness
	 * @return this trial
	 */
	public LedgerTrial sources(Class<?>... classes) {
		this.sources.addAll(List.of(classes));
		return this;
	}

	/**
	 * Give properties to the application.
	 * @param pairs name-value pairs
	 * @return this trial
	 */
	public LedgerTrial properties(String... pairs) {
		this.properties.addAll(List.of(pairs));
		return this;
	}

	/**
	 * Run a script in the database before the application starts.
	 * @param resource its place on the class path
	 * @return this trial
	 */
	public LedgerTrial script(String resource) {
		this.scripts.add(resource);
		return this;
	}

	/**
	 * Say by which error the application tells that an outcome is not known.
	 * @param error the type of the error
	 * @return this trial
	 */
	public LedgerTrial unknown(Class<? extends Throwable> error) {
		this.unknown = error::isInstance;
		return this;
	}

	/**
	 * Add a nemesis.
	 * @param factory makes it
	 * @return this trial
	 */
	public LedgerTrial nemesis(NemesisFactory factory) {
		this.nemeses.add(factory);
		return this;
	}

	/**
	 * Carry out a load.
	 * @param load how much is to be done
	 * @return the audited result
	 * @throws SQLException if the harness cannot do its part
	 * @throws InterruptedException if the caller is interrupted
	 */
	public LedgerReport run(Load load) throws SQLException, InterruptedException {
		try (LedgerDatabase database = LedgerDatabase.create(this.server)) {
			LedgerApplication application = start(database);
			List<Nemesis> made = new ArrayList<>();
			for (NemesisFactory factory : this.nemeses) {
				made.add(factory.create(database));
			}
			return LedgerRun.run(load, database, application, made.toArray(Nemesis[]::new));
		}
	}

	/**
	 * Take the database away for a while.
	 * @param threads how many threads send requests
	 * @param length how long the database is away
	 * @return what was counted
	 * @throws SQLException if the harness cannot do its part
	 * @throws InterruptedException if the caller is interrupted
	 */
	public Outage.Report outage(int threads, Duration length) throws SQLException, InterruptedException {
		try (LedgerDatabase database = LedgerDatabase.create(this.server)) {
			return Outage.run(database, start(database), threads, length);
		}
	}

	private LedgerApplication start(LedgerDatabase database) throws SQLException {
		for (String script : this.scripts) {
			database.executeScript(script);
		}
		return LedgerApplication.start(database, this.sources, this.unknown, this.properties.toArray(String[]::new));
	}

	/**
	 * Makes a nemesis for a database.
	 */
	@FunctionalInterface
	public interface NemesisFactory {

		/**
		 * Make a nemesis.
		 * @param database the database of the trial
		 * @return the nemesis
		 * @throws SQLException if the server does not answer
		 */
		Nemesis create(LedgerDatabase database) throws SQLException;

	}

}
