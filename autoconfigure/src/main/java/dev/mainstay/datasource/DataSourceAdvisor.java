package dev.mainstay.datasource;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cglib.core.CodeGenerationException;
import org.springframework.core.OrderComparator;

/**
 * Puts the chain of {@link ConnectionDecorator decorators} in front of a data source,
 * while the data source stays what it is: the result is of the target's own class, so it
 * is injected, unwrapped, measured and configured as before.
 */
public final class DataSourceAdvisor {

	private static final Logger logger = LoggerFactory.getLogger(DataSourceAdvisor.class);

	private final List<ConnectionDecorator> decorators;

	/**
	 * Create an advisor.
	 * @param decorators the links of the chain, in any order
	 */
	public DataSourceAdvisor(List<? extends ConnectionDecorator> decorators) {
		List<ConnectionDecorator> sorted = new ArrayList<>(decorators);
		sorted.sort(OrderComparator.INSTANCE);
		this.decorators = List.copyOf(sorted);
	}

	/**
	 * Return the class of advised data sources, made on first use. Asking for it while an
	 * application is processed ahead of time records the class for a native image.
	 * @param targetClass the class of the data sources to advise
	 * @return a subclass of it, or the class itself if it cannot have any
	 */
	public static Class<?> adviceClass(Class<?> targetClass) {
		try {
			return DataSourceProxies.proxyClass(targetClass);
		}
		catch (CodeGenerationException | IllegalArgumentException ex) {
			return targetClass;
		}
	}

	/**
	 * Put the chain in front of a data source.
	 * @param name the bean name of the data source
	 * @param target the data source
	 * @return the advised data source: of the target's class, or a plain data source if
	 * that class cannot have subclasses
	 */
	public DataSource advise(String name, DataSource target) {
		ConnectionSource source = new TargetSource(target);
		for (int i = this.decorators.size() - 1; i >= 0; i--) {
			source = this.decorators.get(i).decorate(name, source);
		}
		try {
			return DataSourceProxies.create(target, source);
		}
		catch (CodeGenerationException | IllegalArgumentException ex) {
			logger.debug("Data source '{}' is advised by delegation: {} cannot have subclasses", name,
					target.getClass(), ex);
			return new ChainedDataSource(target, source);
		}
	}

}
