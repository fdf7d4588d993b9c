package dev.mainstay.endpoint;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.shared.SharedFigures;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.ShapeStatistics;
import dev.mainstay.cache.store.StoreStatistics;
import dev.mainstay.cache.version.RemoteChanges;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.cache.warm.WarmingStatistics;
import dev.mainstay.endpoint.CacheDescriptor.AnnouncementsDescriptor;
import dev.mainstay.endpoint.CacheDescriptor.InvalidationsDescriptor;
import dev.mainstay.endpoint.CacheDescriptor.MethodDescriptor;
import dev.mainstay.endpoint.CacheDescriptor.RoomDescriptor;
import dev.mainstay.endpoint.CacheDescriptor.SharedDescriptor;
import dev.mainstay.endpoint.CacheDescriptor.TimesToLiveDescriptor;
import dev.mainstay.endpoint.CacheDescriptor.UsesDescriptor;
import dev.mainstay.endpoint.CacheDescriptor.WarmingDescriptor;

/**
 * Shows at {@code /actuator/database/cache} how the query cache is used, without any key,
 * which would show arguments. It drops answers only where the user opens its access.
 */
@Endpoint(id = "databasecache", defaultAccess = Access.READ_ONLY)
public class DatabaseCacheEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseCacheEndpoint.class);

	private static final int MOST_METHODS = 100;

	private static final int LONGEST_NAME = 200;

	private final QueryStore store;

	private final TagVersions versions;

	private final RemoteChanges remoteChanges;

	private final Invalidations invalidations;

	private final Supplier<@Nullable WarmingStatistics> warming;

	private final SharedFigures shared;

	/**
	 * Create the endpoint.
	 * @param store the figures of answers
	 * @param versions the figures of changes
	 * @param remoteChanges how changes of other instances are known
	 * @param invalidations drops answers
	 * @param warming what was read in the background, or {@code null} if nothing is
	 * @param shared the figures of answers that instances share
	 */
	public DatabaseCacheEndpoint(QueryStore store, TagVersions versions, RemoteChanges remoteChanges,
			Invalidations invalidations, Supplier<@Nullable WarmingStatistics> warming, SharedFigures shared) {
		this.store = store;
		this.versions = versions;
		this.remoteChanges = remoteChanges;
		this.invalidations = invalidations;
		this.warming = warming;
		this.shared = shared;
	}

	/**
	 * Show how the cache is used.
	 * @return the figures since the start, and advice
	 */
	@ReadOperation
	public CacheDescriptor cache() {
		StoreStatistics statistics = this.store.statistics();
		List<ShapeStatistics> methods = statistics.shapes()
			.stream()
			.sorted(Comparator.comparingLong(DatabaseCacheEndpoint::calls)
				.reversed()
				.thenComparing(ShapeStatistics::name))
			.toList();
		boolean trusted = !this.versions.isDistrusted();
		return new CacheDescriptor(trusted, trusted ? null : doubt(), this.remoteChanges.mode(),
				Milliseconds.of(this.remoteChanges.stalenessBound()),
				AnnouncementsDescriptor.of(this.remoteChanges.announcements()), RoomDescriptor.of(statistics),
				UsesDescriptor.of(statistics.total()), CacheDescriptor.evictions(statistics),
				new InvalidationsDescriptor(this.versions.raised(), this.versions.raisedAll(),
						this.invalidations.requests()),
				TimesToLiveDescriptor.of(statistics.lifetimes()), WarmingDescriptor.of(this.warming.get()),
				methods.stream().limit(MOST_METHODS).map(MethodDescriptor::of).toList(),
				Math.max(0, methods.size() - MOST_METHODS), SharedDescriptor.of(this.shared.statistics()),
				new CacheAdvice(statistics, this.versions.raisedAll()).sentences());
	}

	private static long calls(ShapeStatistics method) {
		return method.hits() + method.misses() + method.bypassed();
	}

	private String doubt() {
		return Objects.requireNonNullElse(this.remoteChanges.doubt(),
				"It is not known at the moment what was changed: all reads go to the database until it is.");
	}

	/**
	 * Drop answers: those that depend on tags, those of methods, or all of them.
	 * @param tag names of tables or tags, with a comma in between
	 * @param method names of methods, with a comma in between
	 * @param pattern the names of methods, with {@code *} and {@code ?} in it
	 * @return what was done
	 */
	@DeleteOperation
	public InvalidationDescriptor invalidate(@Nullable String tag, @Nullable String method, @Nullable String pattern) {
		return invalidate(tag, method, pattern, null);
	}

	InvalidationDescriptor invalidate(@Nullable String tag, @Nullable String method, @Nullable String pattern,
			@Nullable String by) {
		if (Stream.of(tag, method, pattern).filter(Objects::nonNull).count() > 1) {
			throw invalid("Only one of 'tag', 'method' and 'pattern' can be given; all answers go without any");
		}
		InvalidationDescriptor done = done(tag, method, pattern);
		logger.info("Query cache: {} by {}", Legible.text(done.audit()),
				(by != null) ? "'" + Legible.text(by) + "'" : "somebody without a name");
		return done;
	}

	private InvalidationDescriptor done(@Nullable String tag, @Nullable String method, @Nullable String pattern) {
		if (tag != null) {
			List<String> names = names("tag", tag);
			return new InvalidationDescriptor("tags", names, this.invalidations.requestTags(names), null);
		}
		if (method != null) {
			List<String> names = names("method", method);
			return new InvalidationDescriptor("methods", names, this.invalidations.requestMethods(names), null);
		}
		if (pattern != null) {
			names("pattern", pattern);
			return new InvalidationDescriptor("methods",
					List.copyOf(this.invalidations.requestMethodsLike(pattern.strip())), Set.of(), null);
		}
		return new InvalidationDescriptor("everything", List.of(), Set.of(), this.invalidations.requestAll());
	}

	// An empty name must not stand for everything.
	private static List<String> names(String parameter, String text) {
		List<String> names = Arrays.stream(text.split(","))
			.map(String::strip)
			.filter((name) -> !name.isEmpty())
			.toList();
		if (names.isEmpty() || names.stream().anyMatch((name) -> name.length() > LONGEST_NAME)) {
			throw invalid("'%s' must be one or more names of at most %d characters".formatted(parameter, LONGEST_NAME));
		}
		return names;
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * What was invalidated, as JSON.
	 *
	 * @param invalidated {@code everything}, {@code tags} or {@code methods}
	 * @param names the names of the tags or methods
	 * @param unknown those that this instance has never heard of; others may have
	 * @param answers how many answers there were, if everything was invalidated
	 */
	public record InvalidationDescriptor(String invalidated, List<String> names, Set<String> unknown,
			@Nullable Long answers) implements OperationResponseBody {

		String audit() {
			return (this.answers != null) ? "all %d answers were dropped".formatted(this.answers)
					: "answers of %s %s were invalidated".formatted(this.invalidated, this.names);
		}

	}

}
