package dev.mainstay.endpoint;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.store.ShapeStatistics;
import dev.mainstay.cache.store.StoreStatistics;
import dev.mainstay.cache.tracking.Obstacle;

/**
 * Says what to do about how the query cache is used.
 */
final class CacheAdvice {

	private static final int MOST = 20;

	// Fewer uses prove nothing.
	private static final long EVIDENCE = 100;

	private static final int FEW_EVICTIONS = 10;

	private static final double NEARLY_FULL = 0.9;

	private static final Set<Obstacle> BY_TRANSACTION = EnumSet.of(Obstacle.CHANGED_BY_TRANSACTION, Obstacle.SNAPSHOT,
			Obstacle.UNFLUSHED_CHANGES, Obstacle.INVALIDATED_BY_TRANSACTION);

	private final StoreStatistics statistics;

	private final long everything;

	/**
	 * Create the advice.
	 * @param statistics how the cache is used
	 * @param everything how often anything may have changed
	 */
	CacheAdvice(StoreStatistics statistics, long everything) {
		this.statistics = statistics;
		this.everything = everything;
	}

	List<String> sentences() {
		List<String> sentences = new ArrayList<>();
		room(sentences);
		if (this.everything >= EVIDENCE && this.everything > this.statistics.total().hits() / EVIDENCE) {
			sentences.add(("%d times it was not known what was changed, so that no answer was current any more: the "
					+ "log says why; statements that can be read, and db.cache.side-effects for what functions and "
					+ "triggers do, avoid it.")
				.formatted(this.everything));
		}
		this.statistics.shapes()
			.stream()
			.map(CacheAdvice::method)
			.filter(Objects::nonNull)
			.limit(MOST)
			.forEach(sentences::add);
		return sentences;
	}

	private void room(List<String> sentences) {
		StoreStatistics all = this.statistics;
		if (all.evicted() >= EVIDENCE && all.evicted() > all.total().fills() / FEW_EVICTIONS) {
			boolean many = all.size() > all.maxSize() * NEARLY_FULL;
			sentences.add("%d of %d answers had to make room for others: raise %s, or cache fewer methods."
				.formatted(all.evicted(), all.total().fills(), many ? "db.cache.max-size" : "db.cache.max-weight"));
		}
		if (all.tooLarge() > 0) {
			sentences.add(("%d answers were not kept because each would have taken more than an eighth of the room: "
					+ "return less at a time, or raise db.cache.max-weight.")
				.formatted(all.tooLarge()));
		}
	}

	private static @Nullable String method(ShapeStatistics method) {
		String refused = refused(method);
		if (refused != null) {
			return refused;
		}
		long gets = method.hits() + method.misses() + method.bypassed();
		if (method.sampling()) {
			return ("%s is hardly ever asked twice for the same (%d hits, %d answers kept), so only a sample of its "
					+ "answers is kept: remove @CachedQuery there, or pass it arguments that come again.")
				.formatted(method.name(), method.hits(), method.fills());
		}
		long keyless = method.bypasses().getOrDefault(Obstacle.KEY.id(), 0L);
		if (keyless > gets / 2) {
			return "%d of %d calls of %s could not be cached: %s.".formatted(keyless, gets, method.name(),
					Obstacle.KEY.explanation());
		}
		if (gets < EVIDENCE) {
			return null;
		}
		long behind = count(method, BY_TRANSACTION);
		if (behind > gets / 2) {
			return ("%d of %d calls of %s went past the cache, because of what their transactions had done before: "
					+ "call it before they change something, or outside of them.")
				.formatted(behind, gets, method.name());
		}
		if (method.outdated() > method.hits()) {
			return ("What %s reads is changed more often than it is asked for (%d answers outdated, %d hits): it gains "
					+ "little from the cache.")
				.formatted(method.name(), method.outdated(), method.hits());
		}
		return null;
	}

	private static long count(ShapeStatistics method, Set<Obstacle> obstacles) {
		return obstacles.stream().mapToLong((obstacle) -> method.bypasses().getOrDefault(obstacle.id(), 0L)).sum();
	}

	private static @Nullable String refused(ShapeStatistics method) {
		for (Obstacle obstacle : List.of(Obstacle.VALUE, Obstacle.NOT_FOLLOWED)) {
			long count = method.refusals().getOrDefault(obstacle.id(), 0L);
			if (count > 0 && count >= method.fills()) {
				String why = method.explanations().getOrDefault(obstacle.id(), obstacle.explanation());
				return "Answers of %s are not kept: %s".formatted(method.name(), why.endsWith(".") ? why : why + ".");
			}
		}
		return null;
	}

}
