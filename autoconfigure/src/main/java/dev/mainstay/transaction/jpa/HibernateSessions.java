package dev.mainstay.transaction.jpa;

import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.jdbc.spi.LogicalConnectionImplementor;

/**
 * What only Hibernate tells of a session and does with it.
 */
final class HibernateSessions {

	private HibernateSessions() {
	}

	static boolean isHibernate(EntityManager session) {
		return session instanceof Session;
	}

	static boolean holdsEntities(EntityManager session) {
		return session.unwrap(Session.class).getStatistics().getEntityCount() > 0;
	}

	/**
	 * Give back the connection that Hibernate keeps in a session after a transaction, so
	 * that the next attempt does not get the one that was just lost.
	 * @param session the session, outside of a transaction
	 */
	static void releaseConnection(EntityManager session) {
		if (!session.isJoinedToTransaction()) {
			LogicalConnectionImplementor connection = session.unwrap(SharedSessionContractImplementor.class)
				.getJdbcCoordinator()
				.getLogicalConnection();
			if (connection.isPhysicallyConnected()) {
				connection.manualDisconnect();
			}
		}
	}

}
