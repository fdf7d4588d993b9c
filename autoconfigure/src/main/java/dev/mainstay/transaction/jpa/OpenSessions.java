package dev.mainstay.transaction.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

import dev.mainstay.transaction.AttemptCare;

/**
 * Empties the sessions that are longer than a transaction, such as those of open-in-view,
 * between the attempts of a unit: what they remember was read by an attempt that failed.
 */
public final class OpenSessions implements AttemptCare {

	private static final boolean HIBERNATE_PRESENT = ClassUtils
		.isPresent("org.hibernate.engine.spi.SharedSessionContractImplementor", OpenSessions.class.getClassLoader());

	private final Supplier<Collection<EntityManagerFactory>> factories;

	private final Map<Class<?>, Boolean> entities = new ConcurrentHashMap<>();

	/**
	 * Create the care for some entity manager factories.
	 * @param factories the factories; asked for at each use
	 */
	public OpenSessions(Supplier<Collection<EntityManagerFactory>> factories) {
		this.factories = factories;
	}

	@Override
	public boolean isManaged(Object[] arguments) {
		for (EntityManagerFactory factory : this.factories.get()) {
			EntityManager session = session(factory);
			if (session != null && isManagedBy(session, factory, arguments)) {
				return true;
			}
		}
		return false;
	}

	private boolean isManagedBy(EntityManager session, EntityManagerFactory factory, Object[] arguments) {
		for (Object argument : arguments) {
			if (argument instanceof Collection<?> several) {
				if (isManagedBy(session, factory, several.toArray())) {
					return true;
				}
			}
			else if (argument instanceof Optional<?> optional) {
				if (isManagedBy(session, factory, optional.stream().toArray())) {
					return true;
				}
			}
			else if (argument != null && isEntity(argument.getClass(), factory) && session.contains(argument)) {
				return true;
			}
		}
		return false;
	}

	private boolean isEntity(Class<?> type, EntityManagerFactory factory) {
		Boolean known = this.entities.get(type);
		if (known == null) {
			known = factory.getMetamodel()
				.getEntities()
				.stream()
				.anyMatch((entity) -> entity.getJavaType() != null && entity.getJavaType().isAssignableFrom(type));
			this.entities.put(type, known);
		}
		return known;
	}

	@Override
	public boolean remembers() {
		return open().stream().anyMatch((session) -> !HIBERNATE_PRESENT || HibernateSessions.holdsEntities(session));
	}

	@Override
	public void beforeNextAttempt() {
		for (EntityManager session : open()) {
			session.clear();
			if (HIBERNATE_PRESENT) {
				HibernateSessions.releaseConnection(session);
			}
		}
	}

	private List<EntityManager> open() {
		List<EntityManager> open = new ArrayList<>();
		for (EntityManagerFactory factory : this.factories.get()) {
			EntityManager session = session(factory);
			if (session != null && session.isOpen()) {
				open.add(session);
			}
		}
		return open;
	}

	private static @Nullable EntityManager session(EntityManagerFactory factory) {
		Object resource = TransactionSynchronizationManager.getResource(factory);
		return (resource instanceof EntityManagerHolder holder) ? holder.getEntityManager() : null;
	}

}
