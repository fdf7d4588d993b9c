package dev.mainstay.cache.value;

import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.proxy.HibernateProxy;

/**
 * Refuses what Hibernate loads when it is asked for, and says whether it was.
 */
final class HibernatePlan extends Plan {

	private final String reason;

	HibernatePlan(String reason) {
		this.reason = reason;
	}

	static boolean isMeant(Class<?> type) {
		return HibernateProxy.class.isAssignableFrom(type) || PersistentCollection.class.isAssignableFrom(type);
	}

	@Override
	Object copy(Object value, Walk walk) {
		boolean missing = (value instanceof PersistentCollection<?> collection && !collection.wasInitialized())
				|| (value instanceof HibernateProxy proxy && proxy.getHibernateLazyInitializer().isUninitialized());
		throw walk.refuse(missing ? "was never read and " + this.reason : this.reason);
	}

}
