package dev.mainstay.cache.spring;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.FollowedRead;

/**
 * One call of a method whose caching Spring takes care of: what it has not found in the
 * cache, and what it has read since. Belongs to the thread of the call.
 */
final class CacheCall {

	private static final ThreadLocal<@Nullable CacheCall> current = new ThreadLocal<>();

	private final @Nullable CacheCall outer;

	// The number of removals when it was missed; null if it must not be kept.
	private @Nullable Map<QueryKey, @Nullable Long> missed;

	private @Nullable FollowedRead read;

	private CacheCall(@Nullable CacheCall outer) {
		this.outer = outer;
	}

	static @Nullable CacheCall current() {
		return current.get();
	}

	static CacheCall begin() {
		CacheCall call = new CacheCall(current.get());
		current.set(call);
		return call;
	}

	/**
	 * An answer is missing; the method is about to be called for it.
	 * @param key the question
	 * @param removals how often the answer may have been removed so far
	 * @param reads follows what is read for it
	 */
	void miss(QueryKey key, long removals, CachedReads reads) {
		if (this.read == null) {
			this.read = reads.follow();
		}
		missed().put(key, removals);
	}

	/**
	 * An answer must neither be given nor kept.
	 * @param key the question
	 */
	void bypass(QueryKey key) {
		missed().put(key, null);
	}

	private Map<QueryKey, @Nullable Long> missed() {
		Map<QueryKey, @Nullable Long> known = this.missed;
		if (known == null) {
			known = new HashMap<>(2);
			this.missed = known;
		}
		return known;
	}

	boolean hasAskedFor(QueryKey key) {
		return this.missed != null && this.missed.containsKey(key);
	}

	@Nullable Long removals(QueryKey key) {
		return (this.missed != null) ? this.missed.get(key) : null;
	}

	@Nullable FollowedRead read() {
		return this.read;
	}

	void end() {
		current.set(this.outer);
		FollowedRead ended = this.read;
		if (ended != null) {
			ended.close();
		}
	}

}
