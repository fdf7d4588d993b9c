package dev.mainstay.autoconfigure.transaction;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.beans.factory.config.BeanPostProcessor;

import dev.mainstay.transaction.jpa.NewEntities;

/**
 * Has Hibernate's new entities watched, so that another attempt finds them new.
 */
final class SessionFactoryPostProcessor implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof EntityManagerFactory factory) {
			NewEntities.watch(factory.unwrap(SessionFactoryImplementor.class));
		}
		return bean;
	}

}
