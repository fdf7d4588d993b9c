package dev.mainstay.transaction.statistics;

import java.util.function.Function;

import dev.mainstay.event.Counter;
import dev.mainstay.event.Gauge;
import dev.mainstay.event.Reading;
import dev.mainstay.event.ReadingSource;

/**
 * Reads the statistics of transactions.
 */
public final class TransactionReadings implements ReadingSource {

	private final TransactionStatistics statistics;

	/**
	 * Create a source.
	 * @param statistics the statistics to read
	 */
	public TransactionReadings(TransactionStatistics statistics) {
		this.statistics = statistics;
	}

	@Override
	public void read(Function<String, Reading.Builder> readings) {
		for (String dataSource : this.statistics.dataSources()) {
			TransactionSnapshot figures = this.statistics.snapshot(dataSource);
			readings.apply(dataSource)
				.gauge(Gauge.TRANSACTIONS_ACTIVE, figures.active())
				.counter(Counter.COMMITS, figures.commits())
				.counter(Counter.ROLLBACKS, figures.rollbacks());
		}
	}

}
