package dev.mainstay.endpoint;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import dev.mainstay.cache.shared.SharedStatistics;
import dev.mainstay.cache.store.LifetimeStatistics;
import dev.mainstay.cache.store.ShapeStatistics;
import dev.mainstay.cache.store.StoreStatistics;
import dev.mainstay.cache.tracking.Obstacle;
import dev.mainstay.cache.version.AnnouncementStatistics;
import dev.mainstay.cache.warm.WarmingReason;
import dev.mainstay.cache.warm.WarmingStatistics;

/**
 * The query cache as JSON.
 *
 * @param trusted whether answers are given, because changes are known
 * @param doubt why not
 * @param mode how changes of other instances are known
 * @param stalenessBoundMs how long after such a change an answer without it may be given
 * @param announcements what became of changes that were to be announced before they were
 * committed; missing where none are
 * @param room what is kept, and how much may be
 * @param uses the uses of all methods
 * @param evictions how many answers have gone, by cause
 * @param invalidations what answers were invalidated by
 * @param timesToLive the times to live that were given
 * @param warming what was read before it was asked for, where something may be
 * @param methods the uses of each method, the most used first
 * @param furtherMethods how many methods are not shown
 * @param shared how answers are shared with other instances, if they are
 * @param recommendations what to do about what was seen
 */
public record CacheDescriptor(boolean trusted, @Nullable String doubt, String mode, double stalenessBoundMs,
		@Nullable AnnouncementsDescriptor announcements, RoomDescriptor room, UsesDescriptor uses,
		Map<String, Long> evictions, InvalidationsDescriptor invalidations, TimesToLiveDescriptor timesToLive,
		@Nullable WarmingDescriptor warming, List<MethodDescriptor> methods, int furtherMethods,
		@Nullable SharedDescriptor shared, List<String> recommendations) implements OperationResponseBody {

	private static final double PERCENT = 100;

	private static @Nullable Double percent(double part, double whole) {
		return (whole > 0) ? Numbers.rounded(part / whole * PERCENT) : null;
	}

	private static @Nullable Double mean(long nanos, long count) {
		return (count != 0) ? Milliseconds.of((double) nanos / count) : null;
	}

	static Map<String, Long> evictions(StoreStatistics statistics) {
		Map<String, Long> evictions = new LinkedHashMap<>();
		evictions.put("size", statistics.evicted());
		evictions.put("expired", statistics.expired());
		evictions.put("outdated", statistics.outdated());
		evictions.put("removed", statistics.removed());
		evictions.put("tooLarge", statistics.tooLarge());
		return evictions;
	}

	/**
	 * What became of announcements, as JSON.
	 *
	 * @param degraded whether the last change that was to be announced could not be
	 * @param published how many changes were announced
	 * @param unpublished how many were made although they could not be announced
	 * @param refused how many were refused because they could not be announced
	 */
	public record AnnouncementsDescriptor(boolean degraded, long published, long unpublished, long refused) {

		static @Nullable AnnouncementsDescriptor of(@Nullable AnnouncementStatistics statistics) {
			return (statistics != null) ? new AnnouncementsDescriptor(statistics.degraded(), statistics.published(),
					statistics.unpublished(), statistics.refused()) : null;
		}

	}

	/**
	 * What is kept, as JSON.
	 *
	 * @param answers how many answers are kept
	 * @param maxAnswers how many may be kept
	 * @param bytes how much memory they take, estimated
	 * @param maxBytes how much they may take
	 */
	public record RoomDescriptor(long answers, long maxAnswers, long bytes, long maxBytes) {

		static RoomDescriptor of(StoreStatistics statistics) {
			return new RoomDescriptor(statistics.size(), statistics.maxSize(), statistics.bytes(),
					statistics.maxBytes());
		}

	}

	/**
	 * The uses of all methods as JSON.
	 *
	 * @param hits how often a kept answer was used
	 * @param misses how often there was none
	 * @param hitPercent hits in percent of both
	 * @param bypassed how often the cache was not asked
	 * @param fills how many answers were stored
	 * @param refused how many answers were not stored
	 * @param loadMs how long reading answers from the database took
	 * @param meanLoadMs how long on average
	 * @param savedMs how long reading would have taken instead of the hits
	 * @param savedPercent that time in percent of the time that all reading would have
	 * taken
	 */
	public record UsesDescriptor(long hits, long misses, @Nullable Double hitPercent, long bypassed, long fills,
			long refused, double loadMs, @Nullable Double meanLoadMs, double savedMs, @Nullable Double savedPercent) {

		static UsesDescriptor of(ShapeStatistics total) {
			return new UsesDescriptor(total.hits(), total.misses(),
					percent(total.hits(), (double) total.hits() + total.misses()), total.bypassed(), total.fills(),
					total.refused(), Milliseconds.of(total.loadNanos()), mean(total.loadNanos(), total.loads()),
					Milliseconds.of(total.savedNanos()),
					percent(total.savedNanos(), (double) total.savedNanos() + total.loadNanos()));
		}

	}

	/**
	 * How answers are shared with other instances, as JSON.
	 *
	 * @param hits how many answers of others were found
	 * @param misses how often there was none
	 * @param skipped how often it was not looked for any
	 * @param stores how many answers were stored for others
	 * @param refused how many were not
	 * @param errors how often something failed, took too long or was not understood
	 * @param plainBytes how many bytes the stored answers had
	 * @param storedBytes how many bytes were stored for them
	 */
	public record SharedDescriptor(long hits, long misses, long skipped, long stores, long refused, long errors,
			long plainBytes, long storedBytes) {

		static @Nullable SharedDescriptor of(@Nullable SharedStatistics shared) {
			return (shared != null) ? new SharedDescriptor(shared.hits(), shared.misses(), shared.skipped(),
					shared.stores(), shared.refused(), shared.errors(), shared.plainBytes(), shared.storedBytes())
					: null;
		}

	}

	/**
	 * What answers were invalidated by, as JSON.
	 *
	 * @param tags how often a table or another tag has changed
	 * @param everything how often anything may have changed
	 * @param requests how often somebody has asked for it
	 */
	public record InvalidationsDescriptor(long tags, long everything, long requests) {

	}

	/**
	 * The times to live that were given, as JSON.
	 *
	 * @param given how many
	 * @param meanSeconds their mean
	 * @param longestSeconds the longest of them
	 */
	public record TimesToLiveDescriptor(long given, @Nullable Double meanSeconds, @Nullable Double longestSeconds) {

		private static final double MILLIS = 1000;

		static TimesToLiveDescriptor of(LifetimeStatistics lifetimes) {
			boolean any = lifetimes.count() != 0;
			return new TimesToLiveDescriptor(lifetimes.count(), any ? seconds(lifetimes.mean()) : null,
					any ? seconds(lifetimes.longest()) : null);
		}

		private static double seconds(Duration duration) {
			return duration.toMillis() / MILLIS;
		}

	}

	/**
	 * What was read in the background, as JSON.
	 *
	 * @param questions how many questions are kept ready
	 * @param start how many answers were read because the application had started
	 * @param outdated how many because something had changed
	 * @param expiring how many because their time was nearly over
	 * @param notKept how many were read but not kept
	 * @param failed how many could not be read
	 * @param postponed how often one had to wait because of a limit
	 * @param unrepeatable how many questions only the thread can ask that has asked them
	 */
	public record WarmingDescriptor(int questions, long start, long outdated, long expiring, long notKept, long failed,
			long postponed, long unrepeatable) {

		static @Nullable WarmingDescriptor of(@Nullable WarmingStatistics all) {
			return (all != null) ? new WarmingDescriptor(all.questions(), all.reads(WarmingReason.START),
					all.reads(WarmingReason.OUTDATED), all.reads(WarmingReason.EXPIRING), all.notKept(), all.failed(),
					all.postponed(), all.unrepeatable()) : null;
		}

	}

	/**
	 * The uses of one method as JSON.
	 *
	 * @param method the name of the method or the cache
	 * @param hits how often a kept answer was used
	 * @param misses how often there was none that could be used
	 * @param hitPercent hits in percent of both
	 * @param outdated how many of the misses found an answer that was not current any
	 * more
	 * @param fills how many answers were stored
	 * @param meanLoadMs how long reading an answer took on average
	 * @param savedMs how long reading would have taken instead of the hits
	 * @param sampling whether only a sample is kept, because hardly any answer is used
	 * again
	 * @param bypasses why the cache was not asked
	 * @param refusals why answers were not stored
	 */
	public record MethodDescriptor(String method, long hits, long misses, @Nullable Double hitPercent, long outdated,
			long fills, @Nullable Double meanLoadMs, double savedMs, boolean sampling, List<ReasonDescriptor> bypasses,
			List<ReasonDescriptor> refusals) {

		static MethodDescriptor of(ShapeStatistics shape) {
			return new MethodDescriptor(shape.name(), shape.hits(), shape.misses(),
					percent(shape.hits(), (double) shape.hits() + shape.misses()), shape.outdated(), shape.fills(),
					mean(shape.loadNanos(), shape.loads()), Milliseconds.of(shape.savedNanos()), shape.sampling(),
					ReasonDescriptor.of(shape.bypasses(), Map.of()),
					ReasonDescriptor.of(shape.refusals(), shape.explanations()));
		}

	}

	/**
	 * Why something was not done, as JSON.
	 *
	 * @param reason the name of the reason
	 * @param count how often
	 * @param explanation what it means
	 */
	public record ReasonDescriptor(String reason, long count, @Nullable String explanation) {

		static List<ReasonDescriptor> of(Map<String, Long> counts, Map<String, String> explanations) {
			return counts.entrySet()
				.stream()
				.map((entry) -> new ReasonDescriptor(entry.getKey(), entry.getValue(),
						explanation(entry.getKey(), explanations.get(entry.getKey()))))
				.sorted(Comparator.comparingLong(ReasonDescriptor::count)
					.reversed()
					.thenComparing(ReasonDescriptor::reason))
				.toList();
		}

		private static @Nullable String explanation(String reason, @Nullable String known) {
			Obstacle obstacle = Obstacle.ofId(reason);
			return (known != null || obstacle == null) ? known : obstacle.explanation() + ".";
		}

	}

}
