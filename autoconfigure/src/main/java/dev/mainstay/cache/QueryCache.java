package dev.mainstay.cache;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.key.KeyIdentities;
import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.Load;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.tracking.Obstacle;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SqlDialect;

/**
 * The query cache in the hands of the application: asks the database through the cache,
 * and invalidates what the database cannot tell. Thread-safe.
 * <p>
 * An invalidation inside a transaction takes effect after its commit and not at all after
 * a rollback; the transaction itself is not given from the cache any more what it has
 * invalidated. Outside of a transaction it takes effect at once.
 */
public final class QueryCache {

	private final CachedReads reads;

	private final QueryStore store;

	private final Invalidations invalidations;

	private final KeyContext context;

	private final KeyIdentities identities;

	private final Supplier<JdbcOperations> jdbc;

	private final Fingerprints fingerprints = new Fingerprints(SqlDialect.ANSI);

	/**
	 * Create the cache for an application.
	 * @param reads reads through the cache
	 * @param store has the answers
	 * @param invalidations makes answers outdated
	 * @param context what all answers depend on
	 * @param identities tells data sources and row mappers apart
	 * @param jdbc executes the statements; asked for when it is first needed
	 */
	public QueryCache(CachedReads reads, QueryStore store, Invalidations invalidations, KeyContext context,
			KeyIdentities identities, Supplier<JdbcOperations> jdbc) {
		this.reads = reads;
		this.store = store;
		this.invalidations = invalidations;
		this.context = context;
		this.identities = identities;
		this.jdbc = jdbc;
	}

	/**
	 * Ask the database something in SQL, through the cache. The text is taken as it is:
	 * two texts that differ in a space are two questions, so take constants.
	 * @param sql the statement, with {@code ?} in place of its parameters
	 * @param parameters the values of the parameters; {@code 1} and {@code 1L} are
	 * different ones
	 * @return the question, to be asked with one of its methods
	 */
	public CachedSql sql(String sql, @Nullable Object... parameters) {
		return new CachedSql(this, sql, parameters.clone());
	}

	/**
	 * Read something through the cache under a key of your own. Followed are the
	 * statements that the load executes on its thread; what it reads elsewhere is
	 * outdated by {@link #invalidateKey} or by a tag.
	 * @param name what is read, one of a few names in the application, such as
	 * {@code price-list}
	 * @param parts what the answer depends on: texts, numbers, dates, enum constants,
	 * records, and collections of these
	 * @return the question, to be asked with {@link CachedLoad#get}
	 */
	public CachedLoad key(String name, @Nullable Object... parts) {
		return new CachedLoad(this, name, parts.clone());
	}

	/**
	 * Make all answers outdated that depend on one of some tables or tags, on all
	 * instances. Takes the same time however many there are.
	 * @param names the names of tables without schema, or of tags; case does not count
	 */
	public void invalidateTags(String... names) {
		this.invalidations.invalidateTags(List.of(names));
	}

	/**
	 * Make all answers outdated that depend on a table or a tag, on all instances. Takes
	 * the same time however many there are.
	 * @param name the name of the table without schema, or of the tag; case does not
	 * count
	 */
	public void invalidateTag(String name) {
		this.invalidations.invalidateTags(List.of(name));
	}

	/**
	 * Remove the answer of a {@link #key key of your own}. Other instances lose it, too,
	 * and a few others of the same name.
	 * @param name the name that it was read under
	 * @param parts what it depends on
	 */
	public void invalidateKey(String name, @Nullable Object... parts) {
		QueryKey key = loadKey(name, parts);
		this.invalidations.invalidateKey(key, Set.of(stripe(key)));
	}

	/**
	 * Remove the answers to the questions whose text fits a pattern: the name of the
	 * class and the method with its arguments as in
	 * {@code DishRepository.findNames(7, EU)}, the SQL with its parameters, or a key of
	 * your own with its parts. Looks at each of them. Other instances lose all answers.
	 * @param pattern the text, with {@code *} for anything and {@code ?} for any
	 * character; one without parentheses fits whatever the arguments are
	 */
	public void invalidatePattern(String pattern) {
		this.invalidations.invalidatePattern(pattern);
	}

	/**
	 * Make all answers outdated, on all instances. Takes the same time however many there
	 * are.
	 */
	public void invalidateAll() {
		this.invalidations.invalidateAll();
	}

	private QueryKey loadKey(String name, @Nullable Object[] parts) {
		return QueryKey.of(name, "key:" + name, this.context, parts);
	}

	private static String stripe(QueryKey key) {
		return Invalidations.tagOf("key", key);
	}

	String shape(String sql) {
		return this.fingerprints.of(sql).text();
	}

	KeyContext context() {
		return this.context;
	}

	KeyIdentities identities() {
		return this.identities;
	}

	JdbcOperations jdbc() {
		return this.jdbc.get();
	}

	<T> @Nullable T load(String name, @Nullable Object[] parts, ReadOptions options, Load<T> load) throws Throwable {
		QueryKey key = loadKey(name, parts);
		return read(key, name, options, () -> {
			this.invalidations.dependOn(stripe(key));
			return load.load();
		});
	}

	<T> @Nullable T read(QueryKey key, String shapeName, ReadOptions options, Load<T> load) throws Throwable {
		Shape shape = this.store.shape(shapeName);
		if (this.invalidations.hides(key)) {
			shape.bypassed(Obstacle.INVALIDATED_BY_TRANSACTION.id());
			return load.load();
		}
		return this.reads.read(key, shape, options, load);
	}

}
