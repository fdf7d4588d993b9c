package dev.mainstay.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A bounded number of texts with their fingerprints, from which those leave first that
 * were used least.
 *
 * A text that comes once has the score zero and makes room for the next such text; a text
 * that came again stays as long as there are texts with a lower score, however many come
 * in between. Only if there are too few of those, all scores are halved, so that what was
 * once used often leaves in the end.
 */
final class FingerprintTable {

	private static final int MAX_ENTRIES = 4096;

	private static final int MAX_WEIGHT = 1_600_000;

	private final Map<String, FingerprintEntry> entries = new ConcurrentHashMap<>();

	/*
	 * One instance for all texts of a fingerprint.
	 */
	private final Map<Fingerprint, Fingerprint> interned = new ConcurrentHashMap<>();

	private final AtomicInteger weight = new AtomicInteger();

	private final ReentrantLock sweeping = new ReentrantLock();

	@Nullable FingerprintEntry get(String sql) {
		return this.entries.get(sql);
	}

	/**
	 * Remember a text.
	 * @param sql the text
	 * @param sample its sample
	 * @param fingerprint its fingerprint
	 * @return the fingerprint, or an equal one that other texts have already
	 */
	Fingerprint put(String sql, int sample, Fingerprint fingerprint) {
		Fingerprint known = this.interned.putIfAbsent(fingerprint, fingerprint);
		FingerprintEntry entry = new FingerprintEntry(sql, sample, (known != null) ? known : fingerprint);
		if (this.entries.putIfAbsent(sql, entry) == null) {
			this.weight.addAndGet(entry.weight());
		}
		return entry.fingerprint;
	}

	/**
	 * Whether there is more than is to be kept.
	 * @return {@code true} if a sweep is due
	 */
	boolean isFull() {
		return this.entries.size() > MAX_ENTRIES || this.weight.get() > MAX_WEIGHT;
	}

	/**
	 * Forget the least used texts until a quarter of the room is free, unless another
	 * thread does so at this moment.
	 * @return whether this thread did it
	 */
	boolean sweep() {
		if (!this.sweeping.tryLock()) {
			return false;
		}
		try {
			List<FingerprintEntry> kept = removeUnused();
			if (hasNoRoom()) {
				removeLeastUsed(kept);
			}
			forgetFingerprints();
			return true;
		}
		finally {
			this.sweeping.unlock();
		}
	}

	private List<FingerprintEntry> removeUnused() {
		List<FingerprintEntry> kept = new ArrayList<>();
		for (FingerprintEntry entry : this.entries.values()) {
			if (entry.used) {
				entry.used = false;
				entry.score++;
			}
			if (entry.score == 0 && hasNoRoom()) {
				remove(entry);
			}
			else {
				kept.add(entry);
			}
		}
		return kept;
	}

	private void removeLeastUsed(List<FingerprintEntry> kept) {
		kept.sort(Comparator.comparingInt((entry) -> entry.score));
		for (FingerprintEntry entry : kept) {
			if (hasNoRoom()) {
				remove(entry);
			}
			entry.score /= 2;
		}
	}

	private void remove(FingerprintEntry entry) {
		this.entries.remove(entry.sql);
		this.weight.addAndGet(-entry.weight());
	}

	private boolean hasNoRoom() {
		return this.entries.size() > MAX_ENTRIES / 4 * 3 || this.weight.get() > MAX_WEIGHT / 4 * 3;
	}

	int size() {
		return this.entries.size();
	}

	int weight() {
		return this.weight.get();
	}

	private void forgetFingerprints() {
		Set<Fingerprint> live = Collections.newSetFromMap(new IdentityHashMap<>(this.entries.size()));
		this.entries.values().forEach((entry) -> live.add(entry.fingerprint));
		this.interned.values().removeIf((fingerprint) -> !live.contains(fingerprint));
	}

}
