package dev.mainstay.admission.holder;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DurationText;

/*
 * How a connection is taken from its thread without hitting work.
 *
 * Its thread may wake up at any moment, and send a statement, commit, or give the
 * connection back, so that the next one has what is behind it. Nothing of that may meet
 * the cut, and statements must not pay for it with a lock or a fence. So it is taken in
 * two steps, a look apart. First it is marked: from then on statements and commits are
 * refused, and whatever happens it is never lent again. What had passed the mark by then
 * is seen at the next look, as long as it is under way, and left to finish. Then whoever
 * is first to strike the connection off the list of those that are lent has it: if that is
 * its thread, which closes it, nothing is cut.
 */

/**
 * A connection that was told as a leak. Belongs to the thread that looks for leaks.
 */
final class Leak {

	private static final Logger logger = LoggerFactory.getLogger(Leak.class);

	// A frame has the class that declares the method.
	private static final List<String> CONNECTIONS = Stream
		.of("Advised", "ExplainedConnection", "ForwardingConnection", "LentConnection")
		.map((name) -> AdvisedConnection.class.getPackageName() + "." + name)
		.toList();

	private final WatchedPool pool;

	private final AdvisedConnection connection;

	private boolean announced;

	Leak(WatchedPool pool, AdvisedConnection connection) {
		this.pool = pool;
		this.connection = connection;
	}

	WatchedPool pool() {
		return this.pool;
	}

	boolean isAnnounced() {
		return this.announced;
	}

	/**
	 * Announce that the connection is taken, unless something may be under way on it.
	 * @param now the time
	 */
	void announce(long now) {
		// Where statements are not measured, nobody knows since when it does nothing.
		if (this.connection.isMeasured() && !isAsking(this.connection.borrower())) {
			this.announced = this.connection.announceTaking(reason(now));
		}
	}

	/**
	 * Take the connection, unless something is under way on it.
	 * @return whether it was taken
	 */
	boolean take() {
		if (isAsking(this.connection.borrower())) {
			return false;
		}
		try {
			return this.connection.take();
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("A connection of '{}' could not be cut; it is out of the pool", this.pool.name(), ex);
			return true;
		}
	}

	// Rows that are fetched, and what is rolled back, are no statements.
	private static boolean isAsking(@Nullable Thread thread) {
		if (thread == null) {
			return false;
		}
		for (StackTraceElement frame : thread.getStackTrace()) {
			if (CONNECTIONS.stream().anyMatch(frame.getClassName()::startsWith)) {
				return true;
			}
		}
		return false;
	}

	private String reason(long now) {
		return ("The connection of '%s' was taken from %s, because it was not given back for %s and has done nothing "
				+ "for %s: db.pool.leak-action=evict, db.pool.leak-threshold=%s. Close it as soon as it is not needed, "
				+ "or set a longer threshold")
			.formatted(this.pool.name(), holder(), age(now - this.connection.lentAt()),
					age(now - this.connection.idleSince()), DurationText.of(this.pool.leakThreshold()));
	}

	String holder() {
		String name = this.connection.workName();
		return (name != null) ? "'" + name + "'" : "somebody";
	}

	static String age(long nanos) {
		return ReportText.text(Duration.ofNanos(nanos));
	}

}
