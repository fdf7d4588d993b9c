package dev.mainstay.cache.key;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ReflectionUtils;

/**
 * Contributes which database the routing data sources of the application would choose for
 * the calling thread. Thread-safe.
 */
public final class RoutingKeys implements CacheKeyContributor {

	private final Supplier<Stream<DataSource>> dataSources;

	private final Method lookupKey;

	private volatile @Nullable List<AbstractRoutingDataSource> routing;

	/**
	 * Create the contributor.
	 * @param dataSources the data sources of the application; asked for when the first
	 * key is made
	 */
	public RoutingKeys(Supplier<Stream<DataSource>> dataSources) {
		this.dataSources = dataSources;
		Method method = ReflectionUtils.findMethod(AbstractRoutingDataSource.class, "determineCurrentLookupKey");
		if (method == null) {
			throw new IllegalStateException("AbstractRoutingDataSource tells no lookup key");
		}
		ReflectionUtils.makeAccessible(method);
		this.lookupKey = method;
	}

	@Override
	public @Nullable Object contribution() {
		List<AbstractRoutingDataSource> known = this.routing;
		if (known == null) {
			known = this.dataSources.get()
				.filter(AbstractRoutingDataSource.class::isInstance)
				.map(AbstractRoutingDataSource.class::cast)
				.toList();
			this.routing = known;
		}
		if (known.isEmpty()) {
			return null;
		}
		List<@Nullable Object> keys = new ArrayList<>(known.size());
		for (AbstractRoutingDataSource dataSource : known) {
			keys.add(ReflectionUtils.invokeMethod(this.lookupKey, dataSource));
		}
		return keys;
	}

}
