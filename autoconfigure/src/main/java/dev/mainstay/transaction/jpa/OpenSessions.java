package dev.mainstay.transaction.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityTransaction;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

import dev.mainstay.transaction.AttemptCare;

/**
 * The JPA sessions of the calling thread that are longer than a transaction, such as
 * those of open-in-view. Between the attempts of a unit they are emptied, and a
 * connection that Hibernate keeps in them is given back: it may be the one that was just
 * lost.
 */
public final class OpenSessions implements AttemptCare {

	private static final boolean HIBERNATE_PRESENT = ClassUtils
		.isPresent("org.hibernate.engine.spi.SharedSessionContractImplementor", OpenSessions.class.getClassLoader());

	@Override
	public boolean holdsEntities() {
		Map<Object, Object> resources = TransactionSynchronizationManager.getResourceMap();
		if (resources.isEmpty()) {
			return false;
		}
		return open(resources).stream()
			.anyMatch((session) -> !isHibernate(session) || HibernateSessions.holdsEntities(session));
	}

	@Override
	public void forbidCommit() {
		for (EntityManager session : open(TransactionSynchronizationManager.getResourceMap())) {
			EntityTransaction transaction = session.getTransaction();
			if (transaction.isActive()) {
				transaction.setRollbackOnly();
			}
		}
	}

	@Override
	public void beforeNextAttempt(boolean transactional) {
		for (EntityManager session : open(TransactionSynchronizationManager.getResourceMap())) {
			if (transactional) {
				session.clear();
			}
			if (isHibernate(session)) {
				HibernateSessions.releaseConnection(session);
			}
		}
	}

	private static boolean isHibernate(EntityManager session) {
		return HIBERNATE_PRESENT && HibernateSessions.isHibernate(session);
	}

	private static List<EntityManager> open(Map<Object, Object> resources) {
		List<EntityManager> open = new ArrayList<>(1);
		for (Object resource : resources.values()) {
			if (resource instanceof EntityManagerHolder holder && holder.getEntityManager().isOpen()) {
				open.add(holder.getEntityManager());
			}
		}
		return open;
	}

}
