package dev.mainstay.cache.invalidation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.cache.key.QueryKey;

/**
 * What one transaction wants to be invalidated when it is committed. Belongs to the
 * thread of the transaction.
 */
final class PendingInvalidations implements TransactionSynchronization, Ordered {

	private final Object resource;

	private final List<Runnable> actions = new ArrayList<>(1);

	private final Set<QueryKey> hidden = new HashSet<>(1);

	private boolean everythingHidden;

	PendingInvalidations(Object resource) {
		this.resource = resource;
	}

	void add(@Nullable QueryKey key, Runnable action) {
		this.actions.add(action);
		if (key != null) {
			this.hidden.add(key);
		}
		else {
			this.everythingHidden = true;
		}
	}

	boolean hides(QueryKey key) {
		return this.everythingHidden || this.hidden.contains(key);
	}

	// Before anybody else who is called after the commit and may read.
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void suspend() {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.resource);
	}

	@Override
	public void resume() {
		TransactionSynchronizationManager.bindResource(this.resource, this);
	}

	@Override
	public void afterCommit() {
		run();
	}

	@Override
	public void afterCompletion(int status) {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.resource);
		if (status == STATUS_UNKNOWN) {
			run();
		}
	}

	private void run() {
		this.actions.forEach(Runnable::run);
		this.actions.clear();
	}

}
