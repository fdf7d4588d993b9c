package dev.mainstay.datasource;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.core.OrderComparator;

/**
 * Puts the chain of {@link ConnectionDecorator decorators} in front of a data source,
 * while the data source stays what it is: the result is of the target's own class, so it
 * is injected, unwrapped, measured and configured as before.
 */
public final class DataSourceAdvisor {

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
	 * Put the chain in front of a data source.
	 * @param name the bean name of the data source
	 * @param target the data source; its class must not be final
	 * @param <T> the type of the data source
	 * @return the advised data source
	 */
	public <T extends DataSource> T advise(String name, T target) {
		ConnectionSource source = target::getConnection;
		for (int i = this.decorators.size() - 1; i >= 0; i--) {
			source = this.decorators.get(i).decorate(name, source);
		}
		return DataSourceProxies.create(target, source);
	}

}
