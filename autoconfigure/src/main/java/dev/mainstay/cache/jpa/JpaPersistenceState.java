package dev.mainstay.cache.jpa;

import java.util.Map;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

import dev.mainstay.cache.read.PersistenceState;

/**
 * The persistence contexts of the calling thread: those of its transaction and that of
 * open-in-view. Thread-safe.
 */
public final class JpaPersistenceState implements PersistenceState {

	private static final boolean HIBERNATE_PRESENT = ClassUtils.isPresent(
			"org.hibernate.engine.spi.SharedSessionContractImplementor", JpaPersistenceState.class.getClassLoader());

	@Override
	public boolean hasUnflushedChanges() {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			return false;
		}
		for (Object resource : resources().values()) {
			if (resource instanceof EntityManagerHolder holder && isDirty(holder.getEntityManager())) {
				return true;
			}
		}
		return false;
	}

	@Override
	public boolean holdsEntities() {
		for (Object resource : resources().values()) {
			if (resource instanceof EntityManagerHolder holder && holdsEntities(holder.getEntityManager())) {
				return true;
			}
		}
		return false;
	}

	private static Map<Object, Object> resources() {
		return TransactionSynchronizationManager.getResourceMap();
	}

	private static boolean isDirty(EntityManager context) {
		if (!context.isOpen()) {
			return false;
		}
		return isHibernate(context) ? HibernateContexts.isDirty(context) : context.getFlushMode() == FlushModeType.AUTO;
	}

	private static boolean holdsEntities(EntityManager context) {
		return context.isOpen() && (!isHibernate(context) || HibernateContexts.holdsEntities(context));
	}

	private static boolean isHibernate(EntityManager context) {
		return HIBERNATE_PRESENT && HibernateContexts.isHibernate(context);
	}

}
