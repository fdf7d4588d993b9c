package dev.mainstay.transaction.jpa;

import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PersistContext;
import org.hibernate.event.spi.PersistEvent;
import org.hibernate.event.spi.PersistEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.jspecify.annotations.Nullable;

import dev.mainstay.transaction.UnitFrame;

/**
 * Makes new entities new again between the attempts of a unit: saving gives an entity its
 * identifier, its version and Hibernate's collections, and with those the next attempt
 * would take it for a row that exists, or save nothing of its collections.
 */
public final class NewEntities implements PersistEventListener {

	/**
	 * Watch over the entities of a session factory. Once for each is enough, and all that
	 * Hibernate takes.
	 * @param factory the session factory
	 */
	public static void watch(SessionFactoryImplementor factory) {
		factory.getEventListenerRegistry().prependListeners(EventType.PERSIST, new NewEntities());
	}

	@Override
	public void onPersist(PersistEvent event) {
		remember(event);
	}

	@Override
	public void onPersist(PersistEvent event, PersistContext createdAlready) {
		remember(event);
	}

	private static void remember(PersistEvent event) {
		UnitFrame attempt = UnitFrame.currentRepeatable();
		if (attempt != null && !(event.getObject() instanceof HibernateProxy)) {
			EventSource session = event.getSession();
			Object entity = event.getObject();
			if (session.getPersistenceContextInternal().getEntry(entity) == null) {
				EntityPersister persister = session.getEntityPersister(event.getEntityName(), entity);
				attempt.beforeNextAttempt(new Original(entity, persister, session));
			}
		}
	}

	/**
	 * An entity as it was before it was saved.
	 */
	private static final class Original implements Runnable {

		private final Object entity;

		private final EntityPersister persister;

		private final @Nullable Object id;

		private final @Nullable Object version;

		private final Object[] values;

		Original(Object entity, EntityPersister persister, EventSource session) {
			this.entity = entity;
			this.persister = persister;
			this.id = persister.getIdentifier(entity, session);
			this.version = persister.isVersioned() ? persister.getVersion(entity) : null;
			this.values = persister.getValues(entity);
		}

		@Override
		public void run() {
			this.persister.setIdentifier(this.entity, this.id, null);
			for (int i = 0; i < this.values.length; i++) {
				boolean version = this.persister.isVersioned() && i == this.persister.getVersionPropertyIndex();
				if (version) {
					this.persister.setValue(this.entity, i, this.version);
				}
				else if (this.persister.getPropertyTypes()[i].isCollectionType()
						&& !(this.values[i] instanceof PersistentCollection<?>)) {
					this.persister.setValue(this.entity, i, this.values[i]);
				}
			}
		}

	}

}
