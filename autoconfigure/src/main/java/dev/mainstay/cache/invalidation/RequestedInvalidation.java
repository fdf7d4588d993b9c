package dev.mainstay.cache.invalidation;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.version.TagVersions;

/**
 * Invalidates answers on request, such as after a change that nobody could see: nothing
 * that was read before is given afterwards, here and by the other instances that are told
 * of changes. Takes the same short time however many answers there are, but for
 * {@link #everything()}. Thread-safe.
 */
public final class RequestedInvalidation {

	private final QueryStore store;

	private final TagVersions versions;

	private final LongAdder requests = new LongAdder();

	/**
	 * Create what invalidates the answers of a store.
	 * @param store has the answers
	 * @param versions tells which of them are current
	 */
	public RequestedInvalidation(QueryStore store, TagVersions versions) {
		this.store = store;
		this.versions = versions;
	}

	/**
	 * Invalidate all answers, and free the memory that they take here.
	 * @return how many there were here, about
	 */
	public long everything() {
		this.requests.increment();
		long size = this.store.size();
		this.versions.changedAll();
		this.store.clear();
		return size;
	}

	/**
	 * Invalidate the answers that depend on one of some names.
	 * @param names the names of tables, with or without schema and in any case, or of
	 * tags
	 * @return those that nothing here has read or changed so far
	 */
	public Set<String> tags(Collection<String> names) {
		this.requests.increment();
		Set<String> tags = new LinkedHashSet<>();
		Set<String> unknown = new LinkedHashSet<>();
		for (String name : names) {
			Set<String> meant = meant(name);
			if (meant.stream().noneMatch(this.versions::isKnown)) {
				unknown.add(name);
			}
			tags.addAll(meant);
		}
		this.versions.changed(tags);
		return unknown;
	}

	// Tables go by their name alone.
	private static Set<String> meant(String name) {
		Set<String> meant = new LinkedHashSet<>();
		String tag = Invalidations.tagName(name);
		meant.add(tag);
		String table = tag.substring(tag.lastIndexOf('.') + 1);
		if (!table.isEmpty()) {
			meant.add(table);
		}
		return meant;
	}

	/**
	 * Invalidate the answers of some methods.
	 * @param names the names of methods or caches
	 * @return those of which there was never an answer here
	 */
	public Set<String> methods(Collection<String> names) {
		this.requests.increment();
		Set<String> tags = names.stream().map(Shape::tagName).collect(Collectors.toSet());
		Set<String> unknown = new LinkedHashSet<>(names);
		unknown.removeIf((name) -> this.versions.isKnown(Shape.tagName(name)));
		this.versions.changed(tags);
		return unknown;
	}

	/**
	 * Invalidate the answers of all methods whose name has a pattern. Only methods that
	 * were called here are found; their answers elsewhere are invalidated with them.
	 * @param pattern the name, where {@code *} stands for any characters and {@code ?}
	 * for one
	 * @return the names of the methods that were found, in order
	 */
	public Set<String> pattern(String pattern) {
		Glob glob = new Glob(pattern);
		Set<String> found = new LinkedHashSet<>();
		this.store.shapeNames().stream().filter(glob::matches).sorted().forEach(found::add);
		methods(found);
		return found;
	}

	/**
	 * Return how often somebody has asked for it.
	 * @return the number of requests
	 */
	public long requests() {
		return this.requests.sum();
	}

}
