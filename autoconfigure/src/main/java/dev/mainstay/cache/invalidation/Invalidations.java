package dev.mainstay.cache.invalidation;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.tracking.LoadTrace;
import dev.mainstay.cache.version.TagVersions;

/*
 * What is invalidated in a transaction because of what that changes is still right for
 * everybody else until the commit, and would be loaded again as it was before. So it
 * happens after the commit, before the application goes on, and not at all after a
 * rollback. The transaction itself is not given what it has invalidated, from then on.
 */

/**
 * Makes answers outdated because somebody says so, here and on the other instances that
 * are told of changes. The code of the application says so in step with the transaction
 * that the calling thread is in; what people request from outside takes effect at once.
 * Thread-safe.
 */
public final class Invalidations {

	private static final int STRIPES = 256;

	private final QueryStore store;

	private final TagVersions versions;

	private final LongAdder requests = new LongAdder();

	/**
	 * Create the entry to a store.
	 * @param store has the answers
	 * @param versions has the tags
	 */
	public Invalidations(QueryStore store, TagVersions versions) {
		this.store = store;
		this.versions = versions;
	}

	/**
	 * Return the name of a tag as it is compared: case does not count.
	 * @param name the name as somebody typed it
	 * @return the name in lower case
	 */
	public static String tagName(String name) {
		return name.strip().toLowerCase(Locale.ROOT);
	}

	private static Set<String> tagNames(Collection<String> names) {
		return names.stream().map(Invalidations::tagName).collect(Collectors.toSet());
	}

	/**
	 * Make all answers outdated that depend on something, here and on other instances.
	 * @param names the names of tables or tags; case does not count
	 */
	public void invalidateTags(Collection<String> names) {
		Set<String> tags = tagNames(names);
		afterCommit(null, () -> this.versions.changed(tags));
	}

	/**
	 * Remove one answer.
	 * @param key the question
	 * @param elsewhere the tags that stand for it on other instances
	 */
	public void invalidateKey(QueryKey key, Set<String> elsewhere) {
		afterCommit(key, () -> {
			this.store.remove(key);
			this.versions.tell(elsewhere);
		});
	}

	/**
	 * Make all answers outdated that depend on something, here and on other instances, at
	 * once and once more after the commit.
	 * @param names the names of tables or tags; case does not count
	 */
	public void invalidateTagsNow(Collection<String> names) {
		Set<String> tags = tagNames(names);
		this.versions.changed(tags);
		if (isInTransaction()) {
			invalidateTags(names);
		}
	}

	/**
	 * Remove one answer at once, and once more after the commit.
	 * @param key the question
	 * @param elsewhere the tags that stand for it on other instances
	 * @return whether there was one here
	 */
	public boolean invalidateKeyNow(QueryKey key, Set<String> elsewhere) {
		boolean present = this.store.find(key) != null;
		this.store.remove(key);
		this.versions.tell(elsewhere);
		if (isInTransaction()) {
			invalidateKey(key, elsewhere);
		}
		return present;
	}

	/**
	 * Remove the answers to the questions whose name or text has a pattern here; other
	 * instances lose all of theirs, because they cannot be told which.
	 * @param pattern the text, where {@code *} stands for any characters and {@code ?}
	 * for one
	 */
	public void invalidatePattern(String pattern) {
		Glob glob = new Glob(pattern);
		afterCommit(null, () -> {
			this.store.removeIf((key) -> key instanceof QueryKey query
					&& (glob.matches(query.name()) || glob.matches(query.text())));
			this.versions.tellAll();
		});
	}

	/**
	 * Make all answers outdated, here and on other instances.
	 */
	public void invalidateAll() {
		afterCommit(null, this.versions::changedAll);
	}

	/**
	 * Invalidate all answers on request, and free the memory that they take here.
	 * @return how many there were here, about
	 */
	public long requestAll() {
		this.requests.increment();
		long size = this.store.size();
		this.versions.changedAll();
		this.store.clear();
		return size;
	}

	/**
	 * Invalidate the answers that depend on one of some names on request.
	 * @param names the names of tables, with or without schema and in any case, or of
	 * tags
	 * @return those that nothing here has read or changed so far
	 */
	public Set<String> requestTags(Collection<String> names) {
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
		String tag = tagName(name);
		meant.add(tag);
		String table = tag.substring(tag.lastIndexOf('.') + 1);
		if (!table.isEmpty()) {
			meant.add(table);
		}
		return meant;
	}

	/**
	 * Invalidate the answers of some methods on request.
	 * @param names the names of methods or caches
	 * @return those of which there was never an answer here
	 */
	public Set<String> requestMethods(Collection<String> names) {
		this.requests.increment();
		Set<String> unknown = new LinkedHashSet<>(names);
		unknown.removeIf((name) -> this.versions.isKnown(Shape.tagName(name)));
		this.versions.changed(names.stream().map(Shape::tagName).collect(Collectors.toSet()));
		return unknown;
	}

	/**
	 * Invalidate the answers of all methods whose name has a pattern on request. Only
	 * methods that were called here are found; their answers elsewhere are invalidated
	 * with them.
	 * @param pattern the name, where {@code *} stands for any characters and {@code ?}
	 * for one
	 * @return the names of the methods that were found, in order
	 */
	public Set<String> requestMethodsLike(String pattern) {
		Glob glob = new Glob(pattern);
		Set<String> found = new LinkedHashSet<>();
		this.store.shapeNames().stream().filter(glob::matches).sorted().forEach(found::add);
		requestMethods(found);
		return found;
	}

	/**
	 * Return how often people have asked for it.
	 * @return the number of requests
	 */
	public long requests() {
		return this.requests.sum();
	}

	/**
	 * Return whether the transaction of the calling thread has invalidated an answer, or
	 * may have, which is to take effect when it commits.
	 * @param key the question
	 * @return whether the cache must not be used for it
	 */
	public boolean hides(QueryKey key) {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.getResource(this) instanceof PendingInvalidations pending
				&& pending.hides(key);
	}

	/**
	 * Return the tag that stands for one key on other instances, and for some others of
	 * the same name.
	 * @param prefix what the key is one of
	 * @param key the key
	 * @return the name of the tag
	 */
	public static String tagOf(String prefix, QueryKey key) {
		// Instances agree on the text of a key, but not on its hash code.
		int stripe = Math.floorMod(key.text().hashCode(), STRIPES);
		return tagName("%s:%s#%d".formatted(prefix, key.name(), stripe));
	}

	/**
	 * Let what is being read on the calling thread depend on a tag.
	 * @param name the name of the tag
	 */
	public void dependOn(String name) {
		LoadTrace load = LoadTrace.current();
		if (load != null) {
			load.dependOn(this.versions.tag(name));
		}
	}

	private static boolean isInTransaction() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive();
	}

	private void afterCommit(@Nullable QueryKey hidden, Runnable action) {
		if (!isInTransaction()) {
			action.run();
			return;
		}
		PendingInvalidations pending = (PendingInvalidations) TransactionSynchronizationManager.getResource(this);
		if (pending == null) {
			pending = new PendingInvalidations(this);
			TransactionSynchronizationManager.registerSynchronization(pending);
			TransactionSynchronizationManager.bindResource(this, pending);
		}
		pending.add(hidden, action);
	}

}
