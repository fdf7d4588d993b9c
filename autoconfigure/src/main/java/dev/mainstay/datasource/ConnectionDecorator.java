package dev.mainstay.datasource;

import org.springframework.core.Ordered;

/**
 * One link of the chain through which every connection request of an advised data source
 * passes. Links with a lower {@link #getOrder() order} are further out. The chain is put
 * together once per data source; a request costs no more than the calls of the links.
 */
public interface ConnectionDecorator extends Ordered {

	/**
	 * Put this link in front of another one.
	 * @param dataSourceName the bean name of the advised data source
	 * @param next the link that is next inwards; the innermost one is the pool
	 * @return the source to use instead of {@code next}; {@code next} itself to stay out
	 */
	ConnectionSource decorate(String dataSourceName, ConnectionSource next);

}
