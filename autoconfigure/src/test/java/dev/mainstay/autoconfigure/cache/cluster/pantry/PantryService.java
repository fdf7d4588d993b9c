package dev.mainstay.autoconfigure.cache.cluster.pantry;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.cache.CachedQuery;

/**
 * What can be asked about the pantry, and changed.
 */
public class PantryService {

	private static final String JAR = "SELECT id, name, weight, filled FROM jar ";

	private final AtomicInteger calls = new AtomicInteger();

	private final JdbcTemplate jdbc;

	private volatile Runnable afterReading = () -> {
	};

	PantryService(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Return how often something was really read.
	 * @return the number of calls
	 */
	public int calls() {
		return this.calls.get();
	}

	public void afterReading(Runnable action) {
		this.afterReading = action;
	}

	@CachedQuery
	public List<Jar> jars() {
		this.calls.incrementAndGet();
		List<Jar> jars = this.jdbc.query(JAR + "ORDER BY id", (row, number) -> new Jar(row.getInt(1), row.getString(2),
				row.getBigDecimal(3), row.getObject(4, java.time.LocalDate.class)));
		this.afterReading.run();
		return jars;
	}

	@CachedQuery
	public Optional<String> nameOf(Object id) {
		this.calls.incrementAndGet();
		return this.jdbc.queryForList("SELECT name FROM jar WHERE id = " + id, String.class).stream().findFirst();
	}

	@Transactional
	public <T> T inTransaction(Supplier<T> work) {
		this.jdbc.queryForList("SELECT 1");
		return work.get();
	}

	@Transactional
	public void rename(int id, String name) {
		this.jdbc.update("UPDATE jar SET name = ? WHERE id = ?", name, id);
	}

}
