package dev.mainstay.transaction.jpa;

import jakarta.persistence.EntityManager;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.jdbc.spi.LogicalConnectionImplementor;

/**
 * Gives back the connection that Hibernate keeps in a session after a transaction, so
 * that the next attempt does not get the one that was just lost.
 */
final class HibernateConnections {

	private HibernateConnections() {
	}

	static void release(EntityManager session) {
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
