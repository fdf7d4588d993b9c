package dev.mainstay.cache.jpa;

import jakarta.persistence.EntityManager;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionImplementor;

/**
 * What only Hibernate tells of a persistence context.
 */
final class HibernateContexts {

	private HibernateContexts() {
	}

	static boolean isHibernate(EntityManager context) {
		return context instanceof Session;
	}

	static boolean isDirty(EntityManager context) {
		SessionImplementor session = context.unwrap(SessionImplementor.class);
		FlushMode mode = session.getHibernateFlushMode();
		if (mode != FlushMode.AUTO && mode != FlushMode.ALWAYS) {
			// A query sends nothing first.
			return false;
		}
		try {
			// Those that are to be inserted or deleted are among them.
			return holdsEntities(session) && session.isDirty();
		}
		catch (RuntimeException ex) {
			// In the middle of a flush or a load.
			return true;
		}
	}

	static boolean holdsEntities(EntityManager context) {
		return holdsEntities(context.unwrap(SessionImplementor.class));
	}

	private static boolean holdsEntities(SessionImplementor session) {
		return session.getPersistenceContextInternal().getNumberOfManagedEntities() > 0;
	}

}
