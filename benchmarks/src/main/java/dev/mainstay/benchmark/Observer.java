package dev.mainstay.benchmark;

import java.util.function.Supplier;

/**
 * What looks on while an application runs its statements. All of it has a pool of the
 * same size over the same driver.
 */
public enum Observer {

	/**
	 * Nothing: HikariCP alone.
	 */
	HIKARI(() -> Source.hikari(Front.PLAIN::putBefore)),

	/**
	 * Mainstay in an application of Spring Boot, everything on.
	 */
	MAINSTAY(ObservedApplication::open),

	/**
	 * datasource-proxy with a listener that does nothing.
	 */
	DATASOURCE_PROXY(() -> Source.hikari(Peers::datasourceProxy)),

	/**
	 * P6Spy with a threshold that no statement reaches.
	 */
	P6SPY(() -> Source.hikari(Peers::p6spy)),

	/**
	 * Datasource Micrometer, which observes connections, statements, result sets and
	 * generated keys, on a registry of meters.
	 */
	DATASOURCE_MICROMETER(() -> Source.hikari(Peers::datasourceMicrometer)),

	/**
	 * Nothing: the pool of Druid alone.
	 */
	DRUID(Peers::druid),

	/**
	 * The statistics of Druid, for each text of a statement.
	 */
	DRUID_STAT(() -> Peers.druidWithStatistics(false)),

	/**
	 * The statistics of Druid, for each shape of a statement: what differs in literals
	 * alone is counted as one.
	 */
	DRUID_MERGED_STAT(() -> Peers.druidWithStatistics(true));

	private final Supplier<Source> source;

	Observer(Supplier<Source> source) {
		this.source = source;
	}

	Source open() {
		return this.source.get();
	}

}
