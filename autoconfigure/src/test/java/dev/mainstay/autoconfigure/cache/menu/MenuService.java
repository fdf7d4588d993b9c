package dev.mainstay.autoconfigure.cache.menu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.cache.CachedQuery;
import dev.mainstay.transaction.RetryableTransaction;

/**
 * What can be asked about the menu, and changed.
 */
public class MenuService {

	/**
	 * How often a method was really called.
	 */
	public static final AtomicInteger calls = new AtomicInteger();

	/**
	 * What a load waits for.
	 */
	public static volatile @Nullable CountDownLatch gate;

	private final JdbcTemplate jdbc;

	MenuService(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@CachedQuery
	public List<String> names() {
		calls.incrementAndGet();
		CountDownLatch latch = gate;
		if (latch != null) {
			await(latch);
		}
		return new ArrayList<>(this.jdbc.queryForList("SELECT name FROM dish ORDER BY id", String.class));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@CachedQuery
	public @Nullable String nameOf(Object id) {
		calls.incrementAndGet();
		return this.jdbc.queryForList("SELECT name FROM dish WHERE id = " + id, String.class)
			.stream()
			.findFirst()
			.orElse(null);
	}

	@CachedQuery(key = "#ids[0]", condition = "#ids.length > 0", unless = "#result == 0")
	public int countOf(long[] ids) {
		calls.incrementAndGet();
		return this.jdbc.queryForList("SELECT id FROM dish WHERE id = " + ((ids.length > 0) ? ids[0] : 0)).size();
	}

	@CachedQuery
	public int countOfAll(long[] ids) {
		calls.incrementAndGet();
		return this.jdbc.queryForList("SELECT id FROM dish").size() + ids.length;
	}

	@CachedQuery
	public int fail() throws IOException {
		throw new IOException("as it is");
	}

	@CachedQuery
	@Transactional
	@RetryableTransaction
	public boolean inTransaction() {
		calls.incrementAndGet();
		this.jdbc.queryForList("SELECT id FROM dish");
		return TransactionSynchronizationManager.isActualTransactionActive();
	}

	@Transactional
	public void rename(long id, String name, Runnable then) {
		this.jdbc.update("UPDATE dish SET name = ? WHERE id = ?", name, id);
		then.run();
	}

	@Transactional(propagation = Propagation.REQUIRES_NEW)
	public void renameApart(long id, String name) {
		this.jdbc.update("UPDATE dish SET name = ? WHERE id = ?", name, id);
	}

	@Cacheable(cacheNames = "menu", cacheManager = "mainstayCacheManager")
	public List<String> menu(String season) {
		calls.incrementAndGet();
		return this.jdbc.queryForList("SELECT name FROM dish ORDER BY id", String.class);
	}

	@Cacheable(cacheNames = "menu", cacheManager = "mainstayCacheManager", sync = true)
	public List<String> menuOnce(String season) {
		return menu(season);
	}

	@CachePut(cacheNames = "menu", cacheManager = "mainstayCacheManager")
	public List<String> setMenu(String season) {
		return List.of("never read");
	}

	@Transactional
	@CacheEvict(cacheNames = "menu", cacheManager = "mainstayCacheManager")
	public void forget(String season) {
	}

	@Cacheable("own")
	public int own(int argument) {
		return calls.incrementAndGet();
	}

}
