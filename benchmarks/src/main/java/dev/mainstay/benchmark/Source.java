package dev.mainstay.benchmark;

import java.io.Closeable;
import java.util.function.Function;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

import dev.mainstay.benchmark.driver.NoOpDriver;

/**
 * Where connections are borrowed from, and the pool behind it.
 *
 * @param dataSource what is asked for connections
 * @param pool what must be closed at the end
 */
record Source(DataSource dataSource, Closeable pool) {

	static final int SIZE = 10;

	/**
	 * A pool of HikariCP that is not started yet, with something before it.
	 * @param front what puts it there
	 * @return where to borrow
	 */
	static Source hikari(Function<HikariDataSource, DataSource> front) {
		HikariDataSource pool = new HikariDataSource();
		pool.setDriverClassName(NoOpDriver.class.getName());
		pool.setJdbcUrl(NoOpDriver.URL);
		pool.setMaximumPoolSize(SIZE);
		pool.setMinimumIdle(SIZE);
		return new Source(front.apply(pool), pool);
	}

}
