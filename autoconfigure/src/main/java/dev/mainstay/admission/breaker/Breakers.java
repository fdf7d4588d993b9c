package dev.mainstay.admission.breaker;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The breakers by the bean names of their data sources. One that is made anew takes the
 * place of its predecessor. Thread-safe.
 */
public final class Breakers {

	private static final Logger logger = LoggerFactory.getLogger(Breakers.class);

	private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

	/**
	 * Add a breaker.
	 * @param dataSource the bean name of its data source
	 * @param breaker the breaker
	 */
	public void add(String dataSource, Breaker breaker) {
		this.breakers.put(dataSource, breaker);
	}

	/**
	 * Return the breaker of a data source.
	 * @param dataSource the bean name
	 * @return the breaker, or {@code null} if there is none
	 */
	public @Nullable Breaker find(String dataSource) {
		return this.breakers.get(dataSource);
	}

	/**
	 * Return how all of them are.
	 * @return the snapshots by the bean names of the data sources, in their order
	 */
	public Map<String, BreakerSnapshot> snapshots() {
		Map<String, BreakerSnapshot> snapshots = new TreeMap<>();
		this.breakers.forEach((name, breaker) -> snapshots.put(name, breaker.snapshot()));
		return snapshots;
	}

	/**
	 * Ask the databases that are away whether they are back, each when it is time to; to
	 * be called a few times a second.
	 * @param threads where they are asked; whom it rejects is asked the next time
	 */
	public void maintain(Executor threads) {
		for (Breaker breaker : this.breakers.values()) {
			if (breaker.isProbeDue()) {
				probe(breaker, threads);
			}
		}
	}

	private static void probe(Breaker breaker, Executor threads) {
		try {
			threads.execute(breaker::probe);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No thread is free to look whether a database is back", ex);
		}
	}

}
