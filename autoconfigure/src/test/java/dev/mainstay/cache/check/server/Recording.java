package dev.mainstay.cache.check.server;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one or several clients have done in a schedule.
 */
final class Recording implements Serializable {

	private static final long serialVersionUID = 1L;

	private final List<Commit> commits = new ArrayList<>();

	private final List<Read> reads = new ArrayList<>();

	private final Tally tally = new Tally();

	private @Nullable Throwable failure;

	static Recording of(Collection<Recording> parts) {
		Recording all = new Recording();
		for (Recording part : parts) {
			all.commits.addAll(part.commits);
			all.reads.addAll(part.reads);
			all.tally.add(part.tally);
			all.failure = (all.failure != null) ? all.failure : part.failure;
		}
		return all;
	}

	void add(Commit commit) {
		this.commits.add(commit);
	}

	void add(Read read) {
		this.reads.add(read);
	}

	void fail(Throwable error) {
		this.failure = error;
	}

	List<Commit> commits() {
		return this.commits;
	}

	List<Read> reads() {
		return this.reads;
	}

	Tally tally() {
		return this.tally;
	}

	/**
	 * Return what must not happen to a client.
	 * @return the error, or {@code null}
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

}
