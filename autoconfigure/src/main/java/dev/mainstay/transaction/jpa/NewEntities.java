package dev.mainstay.transaction.jpa;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PersistContext;
import org.hibernate.event.spi.PersistEvent;
import org.hibernate.event.spi.PersistEventListener;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.jspecify.annotations.Nullable;

import dev.mainstay.transaction.UnitFrame;

/**
 * Makes new entities new again between the attempts of a unit: saving gives an entity its
 * identifier, its version and Hibernate's collections, and with those the next attempt
 * would take it for a row that exists, or save nothing of its collections. Found by
 * Hibernate as a service; does nothing outside of units that may be tried again.
 */
public final class NewEntities implements Integrator, PersistEventListener {

	@Override
	public void integrate(Metadata metadata, BootstrapContext bootstrapContext,
			SessionFactoryImplementor sessionFactory) {
		EventListenerRegistry listeners = sessionFactory.getEventListenerRegistry();
		listeners.prependListeners(EventType.PERSIST, this);
		listeners.prependListeners(EventType.PERSIST_ONFLUSH, this);
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
	 * An entity as it was before it was saved. It is not kept from being collected: if
	 * nobody else holds it, nobody saves it again.
	 */
	private static final class Original implements Runnable {

		private final WeakReference<Object> entity;

		private final EntityPersister persister;

		private final @Nullable Object id;

		private final @Nullable Object version;

		private final List<Property> collections = new ArrayList<>(0);

		Original(Object entity, EntityPersister persister, EventSource session) {
			this.entity = new WeakReference<>(entity);
			this.persister = persister;
			this.id = hasSimpleIdentifier(persister) ? persister.getIdentifier(entity, session) : null;
			this.version = persister.isVersioned() ? persister.getVersion(entity) : null;
			if (persister.hasCollections()) {
				rememberCollections(entity);
			}
		}

		// The parts of any other identifier are given by the application.
		private static boolean hasSimpleIdentifier(EntityPersister persister) {
			return persister.hasIdentifierProperty() && !persister.getIdentifierType().isComponentType();
		}

		private void rememberCollections(Object saved) {
			for (int i = 0; i < this.persister.getPropertyTypes().length; i++) {
				if (this.persister.getPropertyTypes()[i].isCollectionType()) {
					Object value = this.persister.getValue(saved, i);
					if (!(value instanceof PersistentCollection<?>)) {
						this.collections.add(new Property(i, new WeakReference<>(value), value == null));
					}
				}
			}
		}

		@Override
		public void run() {
			Object saved = this.entity.get();
			if (saved == null) {
				return;
			}
			if (hasSimpleIdentifier(this.persister)) {
				this.persister.setIdentifier(saved, this.id, null);
			}
			if (this.persister.isVersioned()) {
				this.persister.setValue(saved, this.persister.getVersionPropertyIndex(), this.version);
			}
			for (Property property : this.collections) {
				Object value = property.value().get();
				if (value != null || property.absent()) {
					this.persister.setValue(saved, property.index(), value);
				}
			}
		}

	}

	/**
	 * A collection before Hibernate wrapped it, which holds it from then on.
	 *
	 * @param index its place among the properties of its entity
	 * @param value the collection
	 * @param absent whether there was none
	 */
	private record Property(int index, WeakReference<@Nullable Object> value, boolean absent) {

	}

}
