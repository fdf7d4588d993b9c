package dev.mainstay.cache.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import org.hibernate.Session;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.cache.key.CacheKeyContributor;

/**
 * Contributes the tenant for which Hibernate works on the calling thread, where there are
 * tenants. Thread-safe.
 */
public final class HibernateTenants implements CacheKeyContributor {

	private final Supplier<Stream<EntityManagerFactory>> factories;

	private volatile @Nullable List<CurrentTenantIdentifierResolver<Object>> resolvers;

	/**
	 * Create the contributor.
	 * @param factories the factories of the application; asked for when the first key is
	 * made
	 */
	public HibernateTenants(Supplier<Stream<EntityManagerFactory>> factories) {
		this.factories = factories;
	}

	@Override
	public @Nullable Object contribution() {
		List<CurrentTenantIdentifierResolver<Object>> known = this.resolvers;
		if (known == null) {
			known = resolvers();
			this.resolvers = known;
		}
		if (known.isEmpty()) {
			return null;
		}
		List<@Nullable Object> tenants = new ArrayList<>(2);
		for (CurrentTenantIdentifierResolver<Object> resolver : known) {
			tenants.add(resolver.resolveCurrentTenantIdentifier());
		}
		// One that is open already keeps the tenant that it was opened for.
		for (Object resource : TransactionSynchronizationManager.getResourceMap().values()) {
			if (resource instanceof EntityManagerHolder holder && holder.getEntityManager() instanceof Session session
					&& session.isOpen()) {
				tenants.add(session.unwrap(SharedSessionContractImplementor.class).getTenantIdentifierValue());
			}
		}
		return tenants;
	}

	private List<CurrentTenantIdentifierResolver<Object>> resolvers() {
		List<CurrentTenantIdentifierResolver<Object>> found = new ArrayList<>(1);
		this.factories.get().forEach((factory) -> {
			SessionFactoryImplementor sessions = sessions(factory);
			CurrentTenantIdentifierResolver<Object> resolver = (sessions != null)
					? sessions.getCurrentTenantIdentifierResolver() : null;
			if (resolver != null) {
				found.add(resolver);
			}
		});
		return List.copyOf(found);
	}

	// What Spring puts around it is unwrapped for the very type only.
	private static @Nullable SessionFactoryImplementor sessions(EntityManagerFactory factory) {
		try {
			return factory.unwrap(SessionFactoryImplementor.class);
		}
		catch (PersistenceException ex) {
			// Not Hibernate's.
			return null;
		}
	}

}
