package dev.mainstay.autoconfigure.cache;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.cache.CachedQuery;
import dev.mainstay.cache.store.CacheStrategy;

/**
 * What can be asked of a shop, and who has really read it.
 */
class WarmShop {

	static final ThreadLocal<@Nullable String> language = new ThreadLocal<>();

	private final Queue<String> reads = new ConcurrentLinkedQueue<>();

	private final AtomicReference<@Nullable Runnable> beforeReturn = new AtomicReference<>();

	private final JdbcTemplate jdbc;

	WarmShop(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Return the questions that were read, with the names of the threads.
	 * @return what was read
	 */
	Queue<String> reads() {
		return this.reads;
	}

	/**
	 * Return what is done once, between the reading and the return.
	 * @return where it is
	 */
	AtomicReference<@Nullable Runnable> beforeReturn() {
		return this.beforeReturn;
	}

	@CachedQuery(warm = true)
	@Transactional(readOnly = true)
	List<Integer> prices() {
		return read("prices", "SELECT price FROM item ORDER BY id");
	}

	@CachedQuery(warm = true)
	String price(int id) {
		return language.get() + ":" + read("price " + id, "SELECT price FROM item WHERE id = " + id);
	}

	@CachedQuery(warm = true, ttl = "2s", strategy = CacheStrategy.TTL)
	List<Integer> shortLived() {
		return read("short", "SELECT price FROM item ORDER BY id");
	}

	@CachedQuery(warm = true)
	@PreAuthorize("hasAuthority('clerk')")
	List<Integer> secret(int id) {
		return read("secret", "SELECT price FROM item WHERE id = " + id);
	}

	@CachedQuery
	List<Integer> stock(int id) {
		return read("stock " + id, "SELECT number FROM stock WHERE id = " + id);
	}

	private List<Integer> read(String what, String sql) {
		this.reads.add(what + " by " + Thread.currentThread().getName());
		List<Integer> numbers = this.jdbc.queryForList(sql, Integer.class);
		Runnable step = this.beforeReturn.getAndSet(null);
		if (step != null) {
			step.run();
		}
		return numbers;
	}

}
