package dev.mainstay.cache.dependency;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.assertj.core.api.AbstractCollectionAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A single data source that leads to a test's database, and what is said of its
 * statements.
 */
final class OneDatabase implements SideConnections {

	static final String NAME = "dataSource";

	final AtomicInteger opened = new AtomicInteger();

	final AtomicLong nanoTime = new AtomicLong();

	final Queue<Runnable> tasks = new ArrayDeque<>();

	boolean down;

	private @Nullable CatalogTables known;

	private final TestDatabase database;

	private final DatabaseProduct product;

	private final @Nullable String username;

	OneDatabase(TestDatabase database, DatabaseProduct product) {
		this(database, product, null);
	}

	OneDatabase(TestDatabase database, DatabaseProduct product, @Nullable String username) {
		this.username = username;
		this.database = database;
		this.product = product;
	}

	CatalogTables tables() {
		return tables(Map.of());
	}

	CatalogTables tables(Map<String, Set<String>> sideEffects) {
		return new CatalogTables(this, this.tasks::add, this.nanoTime::get, sideEffects);
	}

	/**
	 * Return an instance that has asked the database already.
	 */
	CatalogTables knowing(Map<String, Set<String>> sideEffects) {
		CatalogTables tables = tables(sideEffects);
		assertThat(writes(tables, "DELETE FROM unheard_of").everything()).isTrue();
		runTasks();
		return tables;
	}

	CatalogTables knowing() {
		return knowing(Map.of());
	}

	/**
	 * Return an instance that has asked the database already, and is shared by tests.
	 */
	CatalogTables known() {
		if (this.known == null || writes(this.known, "SELECT max(id) FROM orders").everything()) {
			this.known = knowing();
		}
		return this.known;
	}

	void runTasks() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove().run();
		}
	}

	ReadTables reads(CatalogTables tables, String sql) {
		return tables.reads(NAME, this.product, sql);
	}

	WrittenTables writes(CatalogTables tables, String sql) {
		return tables.writes(NAME, this.product, sql);
	}

	AbstractCollectionAssert<?, Collection<? extends String>, String, ObjectAssert<String>> assertReads(String sql) {
		ReadTables read = reads(known(), sql);
		assertThat(read.refusal()).as(sql).isNull();
		return assertThat(read.tables()).as(sql);
	}

	AbstractStringAssert<?> assertRefusal(String sql) {
		return assertThat(reads(known(), sql).refusal()).as(sql).isNotNull();
	}

	AbstractCollectionAssert<?, Collection<? extends String>, String, ObjectAssert<String>> assertWrites(
			CatalogTables tables, String sql) {
		WrittenTables written = writes(tables, sql);
		assertThat(written.everything()).as("everything by " + sql).isFalse();
		return assertThat(written.tables()).as(sql);
	}

	void assertWritesEverything(CatalogTables tables, String sql) {
		assertThat(writes(tables, sql).everything()).as(sql).isTrue();
	}

	void execute(String... statements) throws SQLException {
		try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	@Override
	public List<String> dataSources() {
		return List.of(NAME);
	}

	@Override
	public DatabaseProduct product(String dataSource) {
		return this.product;
	}

	@Override
	public Connection open(String dataSource, Duration timeout) throws SQLException {
		this.opened.incrementAndGet();
		if (this.down) {
			throw new SQLTransientConnectionException("down");
		}
		return (this.username == null) ? this.database.connect()
				: DriverManager.getConnection(this.database.url(), this.username, this.username);
	}

}
