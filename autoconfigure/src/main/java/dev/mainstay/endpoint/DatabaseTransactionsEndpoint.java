package dev.mainstay.endpoint;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.endpoint.TransactionsDescriptor.LongTransactionDescriptor;
import dev.mainstay.endpoint.TransactionsDescriptor.LongTransactionsDescriptor;
import dev.mainstay.endpoint.TransactionsDescriptor.RecoveryDescriptor;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.transaction.statistics.RecoveryStatistics;
import dev.mainstay.transaction.statistics.TransactionStatistics;
import dev.mainstay.transaction.watchdog.TransactionWatchdog;

/**
 * Shows what became of transactions at {@code /actuator/database/transactions}.
 */
@Endpoint(id = "databasetransactions")
public class DatabaseTransactionsEndpoint {

	private final ManagedPools pools;

	private final TransactionStatistics statistics;

	private final TransactionWatchdog watchdog;

	private final RecoveryStatistics recovery;

	public DatabaseTransactionsEndpoint(ManagedPools pools, TransactionStatistics statistics,
			TransactionWatchdog watchdog, RecoveryStatistics recovery) {
		this.pools = pools;
		this.statistics = statistics;
		this.watchdog = watchdog;
		this.recovery = recovery;
	}

	@ReadOperation
	public AllTransactionsDescriptor transactions() {
		return new AllTransactionsDescriptor(this.pools.dataSources().stream().map(this::transactions).toList(),
				RecoveryDescriptor.of(this.recovery.snapshot()));
	}

	private TransactionsDescriptor transactions(String dataSource) {
		List<LongTransactionDescriptor> open = this.watchdog.longTransactions()
			.stream()
			.filter((transaction) -> transaction.dataSource().equals(dataSource))
			.map(LongTransactionDescriptor::of)
			.toList();
		return TransactionsDescriptor.of(this.statistics.snapshot(dataSource), new LongTransactionsDescriptor(
				this.watchdog.warned(dataSource), this.watchdog.ended(dataSource), open));
	}

	/**
	 * All transactions as JSON.
	 */
	public static final class AllTransactionsDescriptor implements OperationResponseBody {

		private final List<TransactionsDescriptor> dataSources;

		private final RecoveryDescriptor recovery;

		AllTransactionsDescriptor(List<TransactionsDescriptor> dataSources, RecoveryDescriptor recovery) {
			this.dataSources = dataSources;
			this.recovery = recovery;
		}

		public List<?> getDataSources() {
			return this.dataSources;
		}

		public Object getRecovery() {
			return this.recovery;
		}

	}

}
