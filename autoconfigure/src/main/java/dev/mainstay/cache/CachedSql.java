package dev.mainstay.cache;

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SingleColumnRowMapper;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.key.KeyPlace;
import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.CacheStrategy;

/**
 * A question in SQL, to be asked through the cache. For one thread.
 */
public final class CachedSql {

	private final QueryCache cache;

	private final String sql;

	private final @Nullable Object[] parameters;

	private ReadOptions options = ReadOptions.DEFAULTS;

	private @Nullable String name;

	private @Nullable JdbcOperations jdbc;

	CachedSql(QueryCache cache, String sql, @Nullable Object[] parameters) {
		this.cache = cache;
		this.sql = sql;
		this.parameters = parameters;
	}

	/**
	 * Name what the answer depends on besides the tables of the statement.
	 * @param tags the names; case does not count
	 * @return this question
	 */
	public CachedSql tags(String... tags) {
		for (String tag : tags) {
			this.options = this.options.with(Invalidations.tagName(tag));
		}
		return this;
	}

	/**
	 * Say how long the answer is kept at first.
	 * @param timeToLive the time
	 * @return this question
	 */
	public CachedSql timeToLive(Duration timeToLive) {
		this.options = new ReadOptions(this.options.tags(), this.options.strategy(), timeToLive);
		return this;
	}

	/**
	 * Say what decides how long the answer is kept.
	 * @param strategy the strategy
	 * @return this question
	 */
	public CachedSql strategy(CacheStrategy strategy) {
		this.options = new ReadOptions(this.options.tags(), strategy, this.options.timeToLive());
		return this;
	}

	/**
	 * Give the question a name under which it is counted, instead of the statement
	 * without its literals.
	 * @param shape the name, one of a few in the application
	 * @return this question
	 */
	public CachedSql named(String shape) {
		this.name = shape;
		return this;
	}

	/**
	 * Ask another database than that of the application's only, or primary,
	 * {@link JdbcTemplate}.
	 * @param operations executes the statement; always the same object for the same
	 * database
	 * @return this question
	 */
	public CachedSql on(JdbcOperations operations) {
		this.jdbc = operations;
		return this;
	}

	/**
	 * Return the rows.
	 * @param mapper makes an object of a row. It is called when the statement is executed
	 * only, so what it makes must depend on the row alone; if it holds objects, they must
	 * be the same ones each time
	 * @param <T> the type of the objects
	 * @return the objects, which the caller may change
	 */
	public <T> List<T> list(RowMapper<T> mapper) {
		return read(mapper, this.cache.identities().ofCode(mapper));
	}

	/**
	 * Return the rows as values or as records or beans.
	 * @param type the type of the only column, such as {@code String}, or of a record or
	 * bean whose properties are called as the columns
	 * @param <T> the type of the objects
	 * @return the objects, which the caller may change
	 */
	public <T> List<T> list(Class<T> type) {
		return read(mapper(type), type);
	}

	/**
	 * Return the rows as maps from the names of their columns.
	 * @return the maps, which the caller may change
	 */
	public List<Map<String, @Nullable Object>> list() {
		return read(new ColumnMapRowMapper(), Map.class);
	}

	/**
	 * Return the only row.
	 * @param mapper makes an object of a row, as for {@link #list(RowMapper)}
	 * @param <T> the type of the object
	 * @return the object, or nothing if there is no row
	 * @throws org.springframework.dao.IncorrectResultSizeDataAccessException if there is
	 * more than one row
	 */
	public <T> Optional<T> optional(RowMapper<T> mapper) {
		return DataAccessUtils.optionalResult(list(mapper));
	}

	/**
	 * Return the only row as a value or as a record or bean.
	 * @param type the type, as for {@link #list(Class)}
	 * @param <T> the type of the object
	 * @return the object, or nothing if there is no row or its only column is null
	 * @throws org.springframework.dao.IncorrectResultSizeDataAccessException if there is
	 * more than one row
	 */
	public <T> Optional<T> optional(Class<T> type) {
		return DataAccessUtils.optionalResult(list(type));
	}

	private static <T> RowMapper<T> mapper(Class<T> type) {
		return BeanUtils.isSimpleValueType(type) ? new SingleColumnRowMapper<>(type) : new DataClassRowMapper<>(type);
	}

	private <T> List<T> read(RowMapper<T> mapper, Object mapping) {
		JdbcOperations operations = (this.jdbc != null) ? this.jdbc : this.cache.jdbc();
		String shape = (this.name != null) ? this.name : this.cache.shape(this.sql);
		try {
			List<T> rows = this.cache.read(key(operations, mapping), shape, this.options,
					() -> operations.query(this.sql, mapper, this.parameters));
			return (rows != null) ? rows : Collections.emptyList();
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

	private QueryKey key(JdbcOperations operations, Object mapping) {
		Object database = operations;
		if (operations instanceof JdbcTemplate template && template.getDataSource() != null) {
			database = template.getDataSource();
		}
		Place place = new Place(this.cache.identities().of(database), this.sql, mapping);
		return QueryKey.of(this.sql, place, this.cache.context(), this.parameters);
	}

	/**
	 * What is asked where, and what is made of the answer.
	 *
	 * @param database stands for the database
	 * @param sql the statement
	 * @param mapping stands for what is made of a row
	 */
	private record Place(Object database, String sql, Object mapping) implements KeyPlace {

		@Override
		public @Nullable Object[] names() {
			return new @Nullable Object[] { "sql", this.database, this.sql, this.mapping };
		}

	}

}
