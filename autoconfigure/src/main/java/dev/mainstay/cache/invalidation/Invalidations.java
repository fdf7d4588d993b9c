package dev.mainstay.cache.invalidation;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.tracking.LoadTrace;
import dev.mainstay.cache.version.TagVersions;

/*
 * What is invalidated in a transaction because of what that changes is still right for
 * everybody else until the commit, and would be loaded again as it was before. So it
 * happens after the commit, before the application goes on, and not at all after a
 * rollback. The transaction itself is not given what it has invalidated, from then on.
 */

/**
 * Makes answers outdated because somebody says so: at once, or after the commit of the
 * transaction that the calling thread is in. Thread-safe.
 */
public final class Invalidations {

	private static final int STRIPES = 256;

	private final QueryStore store;

	private final TagVersions versions;

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

	/**
	 * Make all answers outdated that depend on something, here and on other instances.
	 * @param names the names of tables or tags; case does not count
	 */
	public void invalidateTags(Collection<String> names) {
		Set<String> tags = new HashSet<>();
		names.forEach((name) -> tags.add(tagName(name)));
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
		Set<String> tags = new HashSet<>();
		names.forEach((name) -> tags.add(tagName(name)));
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
	 * Remove the answers to some questions here; other instances lose all of theirs,
	 * because they cannot be told which.
	 * @param condition which questions
	 */
	public void invalidateIf(Predicate<QueryKey> condition) {
		afterCommit(null, () -> {
			this.store.removeIf((key) -> key instanceof QueryKey query && condition.test(query));
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
