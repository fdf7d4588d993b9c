package dev.mainstay.benchmark;

import org.openjdk.jmh.annotations.Param;

/**
 * A benchmark on connections of HikariCP, with one {@link Front} or another before it.
 */
public abstract class FrontBenchmark extends JdbcBenchmark {

	@Param
	private Front front = Front.PLAIN;

	@Override
	final Source open() {
		return Source.hikari(this.front::putBefore);
	}

}
