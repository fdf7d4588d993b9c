package dev.mainstay.endpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.PoolSnapshot;
import dev.mainstay.pool.health.ProbeResult;

/**
 * Says what to do about what was seen of a pool.
 */
public final class Recommendations {

	private final Supplier<Collection<String>> findings;

	/**
	 * Create the recommendations.
	 * @param findings what does not fit between pools and servers, in sentences
	 */
	public Recommendations(Supplier<Collection<String>> findings) {
		this.findings = findings;
	}

	List<String> forPool(ManagedPool pool, ProbeResult result) {
		List<String> sentences = new ArrayList<>();
		PoolSnapshot snapshot = pool.snapshot();
		if (!result.reachable()) {
			sentences.add("The database cannot be reached (%s): check that it runs and can be connected to from here."
				.formatted(result.note()));
		}
		else if (result.note() != null) {
			sentences.add("The database answers, but " + result.note() + ".");
		}
		if (snapshot.isSaturated()) {
			sentences.add(("All %d connections are in use and %d callers wait: look for transactions that stay open "
					+ "without a statement before raising db.pool.max-overflow.")
				.formatted(snapshot.maximum(), snapshot.waiting()));
		}
		long exhausted = pool.events().count(ConnectionEvent.EXHAUSTED);
		if (exhausted > 0) {
			sentences.add("%d callers waited in vain since the start because all connections were in use."
				.formatted(exhausted));
		}
		sentences.addAll(this.findings.get());
		return sentences;
	}

}
