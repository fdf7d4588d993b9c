package dev.mainstay.autoconfigure.transaction;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.beans.factory.config.BeanPostProcessor;

import dev.mainstay.transaction.jpa.NewEntities;

/**
 * Has Hibernate's new entities watched, so that another attempt finds them new.
 */
final class SessionFactoryPostProcessor implements BeanPostProcessor {

	// One session factory may show itself under several names.
	private final Set<SessionFactoryImplementor> watched = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof EntityManagerFactory factory) {
			SessionFactoryImplementor sessions = factory.unwrap(SessionFactoryImplementor.class);
			if (this.watched.add(sessions)) {
				NewEntities.watch(sessions);
			}
		}
		return bean;
	}

}
