package dev.mainstay.autoconfigure.cache;

import java.util.Map;

import org.hibernate.cfg.SessionEventSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

import dev.mainstay.cache.jpa.SecondLevelCacheReads;

/**
 * Has the sessions of Hibernate tell what they take from its second-level cache.
 */
final class SecondLevelCachePostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(SecondLevelCachePostProcessor.class);

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractEntityManagerFactoryBean factory) {
			listen(factory.getJpaPropertyMap(), beanName);
		}
		return bean;
	}

	private static void listen(Map<String, Object> properties, String beanName) {
		Object other = properties.putIfAbsent(SessionEventSettings.AUTO_SESSION_EVENTS_LISTENER,
				SecondLevelCacheReads.class.getName());
		if (other != null && !other.equals(SecondLevelCacheReads.class.getName())) {
			logger.warn(
					"'{}' of '{}' is {}, so what comes from Hibernate's second-level cache is not noticed. Do not "
							+ "use it for what is read by cached methods, or extend {} by that class",
					SessionEventSettings.AUTO_SESSION_EVENTS_LISTENER, beanName, other,
					SecondLevelCacheReads.class.getName());
		}
	}

}
