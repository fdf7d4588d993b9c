package dev.mainstay.autoconfigure.observe.detect;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import dev.mainstay.observe.detect.EntityNames;

/**
 * The entities and collections that Hibernate keeps in the tables. Looks only at what is
 * there already when somebody asks.
 */
final class HibernateEntityNames implements EntityNames {

	private final ConfigurableListableBeanFactory beanFactory;

	private volatile @Nullable Map<String, String> names;

	HibernateEntityNames(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public @Nullable String ofTable(String table) {
		Map<String, String> known = this.names;
		if (known == null) {
			known = read();
			this.names = known.isEmpty() ? null : known;
		}
		return known.get(table.toLowerCase(Locale.ROOT));
	}

	private Map<String, String> read() {
		Map<String, String> found = new HashMap<>();
		for (String name : this.beanFactory.getBeanNamesForType(EntityManagerFactory.class, true, false)) {
			if (this.beanFactory.containsSingleton(name)) {
				EntityManagerFactory factory = this.beanFactory.getBean(name, EntityManagerFactory.class);
				add(factory.unwrap(SessionFactoryImplementor.class).getMappingMetamodel(), found);
			}
		}
		return found;
	}

	// Of a hierarchy in one table its root; of a table that is an entity's own, not the
	// collections that lead there.
	private static void add(MappingMetamodel metamodel, Map<String, String> found) {
		metamodel.forEachEntityDescriptor((entity) -> {
			if (entity.getSuperMappingType() == null) {
				found.putIfAbsent(table(entity), lastParts(entity.getEntityName(), 1));
			}
		});
		metamodel.forEachEntityDescriptor(
				(entity) -> found.putIfAbsent(table(entity), lastParts(entity.getEntityName(), 1)));
		metamodel.forEachCollectionDescriptor((collection) -> addCollection(collection, found));
	}

	private static void addCollection(CollectionPersister collection, Map<String, String> found) {
		if (!collection.isOneToMany()) {
			found.putIfAbsent(plain(collection.getTableName()), lastParts(collection.getRole(), 2));
		}
	}

	private static String table(EntityPersister entity) {
		return plain(entity.getMappedTableDetails().getTableName());
	}

	private static String plain(String table) {
		return lastParts(table, 1).replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
	}

	private static String lastParts(String name, int parts) {
		int dot = name.length();
		for (int i = 0; i < parts && dot > 0; i++) {
			dot = name.lastIndexOf('.', dot - 1);
		}
		return name.substring(dot + 1);
	}

}
