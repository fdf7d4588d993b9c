package dev.mainstay.admission.breaker;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.admission.CircuitOpenException;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.datasource.RefusedException;
import dev.mainstay.failure.FailureKind;

/*
 * Resilience4j's circuit breaker counts and has the states. Callers do not ask it, which
 * would cost each of them more than all the rest of the way to the pool: they read one
 * number that mirrors it. CLEAN is a breaker that has nothing to remember. WATCHED is one
 * that is closed but has seen a failure to connect or a dead connection; only then do
 * successes of callers have to be told to it. TRIPPED is one that refuses.
 *
 * A pool hides a database that is away: it tries to connect in the background, and its
 * callers see a timeout after half a minute. So what counts is every attempt of the pool,
 * besides what callers see. An attempt that fails is not enough where the pool still has
 * connections, since these may be alive while no new ones are let in, and refusing
 * everybody would make an outage of it. It counts if the pool has no connection left, or
 * if one was found dead and none has answered since. While the breaker is WATCHED the pool
 * tests what it lends, so a connection that was lent is one that answered.
 *
 * Few attempts come from a pool that nobody uses. If the database has not answered for a
 * second after a failure it is asked by a probe, which decides.
 */

/**
 * The circuit breaker of a pool: refuses callers at once while the database is away, and
 * finds out by itself when it is back. Thread-safe.
 */
public final class Breaker {

	private static final Logger logger = LoggerFactory.getLogger(Breaker.class);

	private static final int CLEAN = 0;

	private static final int WATCHED = 1;

	private static final int TRIPPED = 2;

	private static final long DOUBT = Duration.ofSeconds(1).toNanos();

	private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration SHORTEST_RETRY = Duration.ofMillis(100);

	private static final ConnectFailure UNKNOWN = new ConnectFailure(FailureKind.CANNOT_CONNECT,
			new SQLException("The database could not be reached", "08001"));

	private final String name;

	private final BreakerTarget target;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final CircuitBreaker circuit;

	private final LongAdder refusals = new LongAdder();

	private volatile int mode = CLEAN;

	private volatile @Nullable ConnectFailure last;

	private volatile Instant since;

	private volatile long trips;

	private volatile long nextProbe;

	// Whether the server itself refused the last attempt to connect.
	private volatile boolean refusing;

	private final ReentrantLock lock = new ReentrantLock();

	// The rest, and every change of the mode, is guarded by the lock.
	private final Evidence evidence;

	private final WaitingRoom waitingRoom;

	private final ProbePace pace;

	private boolean probing;

	private long refusalsBefore;

	/**
	 * Create a breaker that is closed.
	 * @param name the bean name of the data source
	 * @param settings how to decide
	 * @param target the pool and its database
	 * @param clock tells since when the breaker is open
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public Breaker(String name, BreakerSettings settings, BreakerTarget target, Clock clock, LongSupplier nanoTime) {
		this.name = name;
		this.target = target;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.since = clock.instant();
		this.evidence = new Evidence(target);
		this.waitingRoom = new WaitingRoom(this.lock, target, this.evidence,
				() -> this.mode == WATCHED && !this.refusing, nanoTime);
		this.pace = new ProbePace(settings.resetTimeout());
		int threshold = settings.failureThreshold();
		this.circuit = CircuitBreaker.of(name,
				CircuitBreakerConfig.custom()
					.slidingWindow(threshold, threshold, SlidingWindowType.COUNT_BASED)
					.failureRateThreshold(100)
					.permittedNumberOfCallsInHalfOpenState(1)
					.waitDurationInOpenState(settings.resetTimeout())
					.build());
	}

	/**
	 * Borrow a connection unless the database is away.
	 * @param source where to borrow
	 * @return the connection
	 * @throws CircuitOpenException if the database is away
	 * @throws SQLException if the source has none
	 */
	public Connection borrow(ConnectionSource source) throws SQLException {
		int before = this.mode;
		return (before == CLEAN) ? lend(source) : borrowInDoubt(source, before);
	}

	private Connection borrowInDoubt(ConnectionSource source, int before) throws SQLException {
		check();
		this.waitingRoom.passThrough();
		try {
			check();
			Connection connection = lend(source);
			// What was lent before the pool was told to test may be dead. Where the
			// pool's
			// connections are ours they tell by themselves.
			if (before == WATCHED && this.mode == WATCHED && !this.target.isTelling()) {
				answered();
			}
			return connection;
		}
		finally {
			this.waitingRoom.left();
		}
	}

	private Connection lend(ConnectionSource source) throws SQLException {
		try {
			return source.getConnection();
		}
		catch (SQLException | RuntimeException ex) {
			borrowFailed(ex);
			throw ex;
		}
	}

	/**
	 * Refuse the caller if the database is away.
	 * @throws CircuitOpenException if it is
	 */
	public void check() throws CircuitOpenException {
		if (this.mode == TRIPPED) {
			throw refused();
		}
	}

	private CircuitOpenException refused() {
		this.refusals.increment();
		ConnectFailure failure = last();
		Duration wait = Duration.ofNanos(this.nextProbe - this.nanoTime.getAsLong());
		Duration retryAfter = (wait.compareTo(SHORTEST_RETRY) > 0) ? wait : SHORTEST_RETRY;
		return new CircuitOpenException(BreakerMessages.refused(this.name, this.since, failure, retryAfter), retryAfter,
				failure.error());
	}

	private ConnectFailure last() {
		ConnectFailure known = this.last;
		return (known != null) ? known : UNKNOWN;
	}

	/**
	 * Let a caller ask the pool again, who was given a dead connection.
	 * @throws CircuitOpenException if the database is away
	 */
	public void askAgain() throws CircuitOpenException {
		if (this.mode == WATCHED) {
			this.waitingRoom.comeBack();
		}
		check();
	}

	private void borrowFailed(Exception error) {
		if (error instanceof RefusedException) {
			return;
		}
		ConnectFailure failure = ConnectFailure.of(error, this.target.product());
		// Of several callers that the pool lets wait in vain only one is told why.
		boolean silent = failure.kind() == FailureKind.POOL_EXHAUSTED && !this.refusing;
		if ((failure.isAway() || silent) && this.target.isEmpty()) {
			count(silent ? new ConnectFailure(FailureKind.CANNOT_CONNECT, failure.error()) : failure.innermost(),
					!silent);
		}
	}

	/**
	 * Take note of an attempt of the pool to connect that failed.
	 * @param error what it failed of
	 */
	public void connectFailed(Throwable error) {
		ConnectFailure failure = ConnectFailure.of(error, this.target.product());
		if (failure.isAway()) {
			this.refusing = false;
			this.target.suspect();
			count(failure, true);
		}
		else if (failure.isAnswer()) {
			this.refusing = true;
			answered();
		}
	}

	/**
	 * Take note of a connection that was opened.
	 */
	public void connected() {
		this.refusing = false;
		answered();
	}

	/**
	 * Take note of a sign that the database is there.
	 */
	public void answered() {
		if (this.mode == CLEAN) {
			return;
		}
		String closed = null;
		this.lock.lock();
		try {
			if (this.mode == TRIPPED) {
				this.circuit.transitionToClosedState();
				closed = closed();
			}
			else if (this.evidence.failures() > 0) {
				this.circuit.onSuccess(0, TimeUnit.NANOSECONDS);
			}
			forget();
		}
		finally {
			this.lock.unlock();
		}
		if (closed != null) {
			logger.info(closed);
		}
	}

	private String closed() {
		Instant now = this.clock.instant();
		Duration away = Duration.between(this.since, now);
		this.since = now;
		return BreakerMessages.closed(this.name, away, this.refusals.sum() - this.refusalsBefore);
	}

	private void forget() {
		this.evidence.forget();
		this.mode = CLEAN;
		this.waitingRoom.decided();
	}

	/**
	 * Take note of a connection that was found dead.
	 */
	public void lost() {
		this.lock.lock();
		try {
			if (this.mode != TRIPPED) {
				this.evidence.lost();
				this.mode = WATCHED;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void count(ConnectFailure failure, boolean telling) {
		String opened = null;
		this.lock.lock();
		try {
			if (telling || this.evidence.failures() == 0) {
				this.last = failure;
			}
			if (this.mode == TRIPPED) {
				return;
			}
			this.evidence.failed(this.nanoTime.getAsLong());
			this.mode = WATCHED;
			if (this.evidence.isNothingLeft()) {
				this.circuit.onError(0, TimeUnit.NANOSECONDS, failure.error());
				if (this.circuit.getState() == CircuitBreaker.State.OPEN) {
					opened = open();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		if (opened != null) {
			logger.warn(opened);
		}
	}

	private String open() {
		long now = this.nanoTime.getAsLong();
		this.since = this.clock.instant();
		this.trips++;
		this.refusalsBefore = this.refusals.sum();
		this.pace.restart();
		long pause = this.pace.pause();
		this.nextProbe = now + pause;
		this.mode = TRIPPED;
		this.waitingRoom.decided();
		return BreakerMessages.opened(this.name, this.target.address(), this.evidence.failures(),
				Duration.ofNanos(now - this.evidence.firstFailure()), last(), Duration.ofNanos(pause),
				this.pace.longest());
	}

	/**
	 * Return whether {@link #probe()} would ask the database; to be called a few times a
	 * second.
	 * @return whether it is time to
	 */
	boolean isProbeDue() {
		if (this.mode == CLEAN) {
			return false;
		}
		this.lock.lock();
		try {
			return isDue();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ask the database whether it is there, if it is time to. Takes as long as the driver
	 * does. Never asks twice at the same time.
	 */
	void probe() {
		if (this.mode == CLEAN || !beginProbe()) {
			return;
		}
		Throwable error = null;
		try {
			this.target.probe(PROBE_TIMEOUT);
		}
		catch (SQLException | RuntimeException | Error ex) {
			error = ex;
		}
		finally {
			endProbe(error);
		}
	}

	private boolean beginProbe() {
		this.lock.lock();
		try {
			if (!isDue()) {
				return false;
			}
			this.probing = true;
			if (this.mode == TRIPPED) {
				this.circuit.transitionToHalfOpenState();
				this.probing = this.circuit.tryAcquirePermission();
			}
			return this.probing;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isDue() {
		if (this.probing) {
			return false;
		}
		long now = this.nanoTime.getAsLong();
		if (this.mode == TRIPPED) {
			return now - this.nextProbe >= 0;
		}
		return this.mode == WATCHED && this.evidence.isFailing() && now - this.evidence.firstFailure() >= DOUBT;
	}

	private void endProbe(@Nullable Throwable error) {
		ConnectFailure failure = (error != null) ? ConnectFailure.of(error, this.target.product()) : null;
		String opened = null;
		this.lock.lock();
		try {
			this.probing = false;
			if (failure != null && failure.isAway()) {
				opened = probeFailed(failure);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (opened != null) {
			logger.warn(opened);
		}
		// Also if the probe failed of something else: the callers shall see it.
		if (failure == null || !failure.isAway()) {
			answered();
		}
	}

	private @Nullable String probeFailed(ConnectFailure failure) {
		switch (this.mode) {
			case TRIPPED -> {
				this.last = failure;
				this.circuit.onError(0, TimeUnit.NANOSECONDS, failure.error());
				this.nextProbe = this.nanoTime.getAsLong() + this.pace.pause();
			}
			case WATCHED -> {
				if (this.evidence.isFailing()) {
					this.last = failure;
					this.evidence.failed(this.nanoTime.getAsLong());
					this.circuit.transitionToOpenState();
					return open();
				}
			}
			default -> {
				// Something answered while the probe was under way.
			}
		}
		return null;
	}

	/**
	 * Return how the breaker is.
	 * @return the state at this moment
	 */
	public BreakerSnapshot snapshot() {
		ConnectFailure failure = this.last;
		return new BreakerSnapshot(state(), this.since, this.trips, this.refusals.sum(),
				(failure != null) ? failure.kind() : null);
	}

	/**
	 * Return what the breaker does with callers.
	 * @return the state
	 */
	public BreakerState state() {
		return switch (this.circuit.getState()) {
			case OPEN -> BreakerState.OPEN;
			case HALF_OPEN -> BreakerState.HALF_OPEN;
			default -> BreakerState.CLOSED;
		};
	}

}
