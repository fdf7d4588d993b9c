package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;

/**
 * Lets transactions leave evidence behind before they are committed, and tells from it
 * what became of a commit whose answer was lost. Safe for use by many threads.
 * <p>
 * It comes after other hooks, so that the evidence is the last thing before the commit.
 */
@Order(Ordered.LOWEST_PRECEDENCE - 100)
public final class CommitOutcomes implements TransactionHook {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final OutcomeSettings settings;

	private final SideConnections connections;

	private final @Nullable EvidenceSource source;

	private final Inquiry inquiry;

	private final Map<String, Boolean> readOnlyEnforced = new ConcurrentHashMap<>();

	/**
	 * Create the hook.
	 * @param settings how lost commits are looked into
	 * @param connections opens the connections to do so
	 * @param clock tells the age of markers
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public CommitOutcomes(OutcomeSettings settings, SideConnections connections, Clock clock, LongSupplier nanoTime) {
		this.settings = settings;
		this.connections = connections;
		this.source = switch (settings.mode()) {
			case NONE -> null;
			case TABLE -> new MarkerTables(settings, clock);
			case TRANSACTION_ID -> new TransactionIds();
		};
		this.inquiry = new Inquiry(connections, settings.timeout(), nanoTime);
	}

	@Override
	public void committing(AdvisedConnection connection) throws SQLException {
		EvidenceSource leaving = sourceFor(connection.dataSource(), connection.product());
		if (leaving == null || connection.isMigrating()) {
			return;
		}
		boolean readOnly = connection.delegate().isReadOnly() && isReadOnlyEnforced(connection);
		Evidence evidence = readOnly ? Evidence.NOTHING_WRITTEN : leaving.leave(connection);
		if (evidence != null) {
			connection.attach(this, evidence);
		}
	}

	private boolean isReadOnlyEnforced(AdvisedConnection connection) throws SQLException {
		Boolean known = this.readOnlyEnforced.get(connection.dataSource());
		if (known == null) {
			known = enforcesReadOnly(connection);
			this.readOnlyEnforced.put(connection.dataSource(), known);
		}
		return known;
	}

	// To the drivers of other products read-only is only a hint.
	private static boolean enforcesReadOnly(AdvisedConnection connection) throws SQLException {
		String url = String.valueOf(connection.delegate().getMetaData().getURL()).toLowerCase(Locale.ROOT);
		return switch (connection.product()) {
			case POSTGRESQL -> !url.contains("readonlymode=ignore");
			case MYSQL -> !url.contains("readonlypropagatestoserver=false");
			default -> false;
		};
	}

	@Override
	public TransactionState resolve(AdvisedConnection connection, SQLException error) {
		Object evidence = connection.attachment(this);
		if (evidence == Evidence.NOTHING_WRITTEN) {
			return TransactionState.ROLLED_BACK;
		}
		return (evidence != null) ? this.inquiry.answer(connection.dataSource(), (Evidence) evidence)
				: TransactionState.UNKNOWN;
	}

	private @Nullable EvidenceSource sourceFor(String dataSource, @Nullable DatabaseProduct product) {
		EvidenceSource current = this.source;
		boolean covered = current != null && product != null && current.supports(product) && isWanted(dataSource);
		return covered ? current : null;
	}

	private boolean isWanted(String dataSource) {
		return this.settings.dataSources().isEmpty() || this.settings.dataSources().contains(dataSource);
	}

	/**
	 * Return the data sources whose lost commits stay unknown although they were to be
	 * looked into, because that is not known for their product.
	 * @return the bean names
	 */
	public List<String> unsupported() {
		return (this.source != null) ? this.connections.dataSources()
			.stream()
			.filter((name) -> isWanted(name) && sourceFor(name, this.connections.product(name)) == null)
			.toList() : List.of();
	}

	/**
	 * Return the data sources whose lost commits are looked into.
	 * @return the bean names
	 */
	public List<String> supported() {
		return this.connections.dataSources()
			.stream()
			.filter((name) -> sourceFor(name, this.connections.product(name)) != null)
			.toList();
	}

	/**
	 * Look whether the transactions of a data source can leave evidence behind.
	 * @param dataSource the bean name
	 * @return what is missing and what to do about it, or {@code null} if nothing is
	 * @throws SQLException if that cannot be told
	 */
	public @Nullable String findProblem(String dataSource) throws SQLException {
		DatabaseProduct product = this.connections.product(dataSource);
		EvidenceSource leaving = sourceFor(dataSource, product);
		if (leaving == null || product == null) {
			return null;
		}
		try (Connection beside = this.connections.open(dataSource, PATIENCE)) {
			return leaving.findProblem(dataSource, product, beside);
		}
	}

	/**
	 * Return the data sources that have markers to delete.
	 * @return the bean names
	 */
	public Collection<String> marked() {
		return (this.source instanceof MarkerTables tables) ? tables.dataSources() : List.of();
	}

	/**
	 * Delete some of the markers that are older than the retention.
	 * @param dataSource the bean name
	 * @return whether there may be more
	 * @throws SQLException if they cannot be deleted
	 */
	public boolean purge(String dataSource) throws SQLException {
		if (!(this.source instanceof MarkerTables tables)) {
			return false;
		}
		try (Connection beside = this.connections.open(dataSource, PATIENCE)) {
			return tables.purge(dataSource, beside, this.settings.retention());
		}
	}

}
