package dev.mainstay.autoconfigure.transaction;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/**
 * The source of transaction attributes, looked up once: it is asked for with each method
 * of each bean, and a look-up by type takes longer than all the rest of the question.
 */
final class ReadyAttributes implements Supplier<@Nullable TransactionAttributeSource> {

	private final ObjectProvider<TransactionAttributeSource> provider;

	private volatile boolean known;

	private volatile @Nullable TransactionAttributeSource source;

	ReadyAttributes(ObjectProvider<TransactionAttributeSource> provider) {
		this.provider = provider;
	}

	@Override
	public @Nullable TransactionAttributeSource get() {
		if (!this.known) {
			try {
				this.source = this.provider.getIfUnique();
				this.known = true;
			}
			catch (BeanCurrentlyInCreationException ex) {
				// A post-processor that is created early has the advisors looked at while
				// Spring's transaction management is being created; that itself has no
				// units.
				return null;
			}
		}
		return this.source;
	}

}
