package dev.mainstay.observe;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.event.Counter;
import dev.mainstay.event.Latencies;
import dev.mainstay.event.Reading;
import dev.mainstay.event.ReadingSource;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.operation.Operation;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.TableReferences;

/**
 * Counts and times the statements of all data sources, by fingerprint and by operation.
 * Thread-safe; recording takes no lock.
 */
public final class StatementStatistics implements StatementListener, ReadingSource {

	private static final String DIFFERENT_TEXTS = "batch of different statements";

	private final int maxStatements;

	private final StatementObservation observation;

	private final Function<DatabaseProduct, Fingerprints> fingerprints;

	private final LongSupplier nanoTime;

	private final Clock clock;

	private final Map<String, DataSourceStatements> dataSources = new ConcurrentHashMap<>();

	/**
	 * Create empty statistics.
	 * @param maxStatements of how many statements figures are kept, for each data source
	 * @param observation whether to observe, and what is slow
	 * @param fingerprints the fingerprints of each product's language
	 * @param nanoTime the source of elapsed time, in nanoseconds: the one that executions
	 * are measured with
	 * @param clock tells the time
	 */
	public StatementStatistics(int maxStatements, StatementObservation observation,
			Function<DatabaseProduct, Fingerprints> fingerprints, LongSupplier nanoTime, Clock clock) {
		this.maxStatements = maxStatements;
		this.observation = observation;
		this.fingerprints = fingerprints;
		this.nanoTime = nanoTime;
		this.clock = clock;
	}

	@Override
	public void completed(StatementExecution execution) {
		if (!this.observation.isOn()) {
			return;
		}
		DataSourceStatements statements = statements(execution.connection());
		String sql = execution.sql();
		Fingerprint fingerprint = statements.fingerprints().of((sql != null) ? sql : DIFFERENT_TEXTS);
		long now = execution.startedNanos();
		long nanos = execution.elapsedNanos();
		StatementFigures figures = statements.table().figures(fingerprint, now);
		figures.record(now, nanos, execution.rows());
		StatementFigures operation = operation(statements, execution.operation(), now);
		if (operation != null) {
			operation.record(now, nanos, execution.rows());
		}
		if (nanos >= this.observation.slowNanos()) {
			statements.slow();
		}
		SQLException error = execution.error();
		if (error != null) {
			failed(error, execution.connection().product(), figures, operation);
		}
	}

	private DataSourceStatements statements(AdvisedConnection connection) {
		DataSourceStatements known = this.dataSources.get(connection.dataSource());
		return (known != null) ? known : this.dataSources.computeIfAbsent(connection.dataSource(),
				(name) -> new DataSourceStatements(this.maxStatements, this.fingerprints.apply(connection.product())));
	}

	private static @Nullable StatementFigures operation(DataSourceStatements statements, @Nullable Operation operation,
			long now) {
		return (operation != null) ? statements.operation(operation.name(), now) : null;
	}

	private static void failed(SQLException error, DatabaseProduct product, StatementFigures figures,
			@Nullable StatementFigures operation) {
		var kind = FailureClassifier.kindOf(error, product);
		figures.failed(kind);
		if (operation != null) {
			operation.failed(kind);
		}
	}

	@Override
	public void read(Function<String, Reading.Builder> readings) {
		this.dataSources.forEach((name, statements) -> {
			FiguresTotal total = statements.table().total();
			Latencies latencies = total.latencies();
			Reading.Builder reading = readings.apply(name)
				.observing(this.observation.isOn())
				.statements(latencies)
				.counter(Counter.STATEMENTS, latencies.count())
				.counter(Counter.SLOW_STATEMENTS, statements.slowCount())
				.counter(Counter.ROWS, total.rows())
				.counter(Counter.STATEMENT_ERRORS, total.errors().values().stream().mapToLong(Long::longValue).sum());
			total.errors().forEach((kind, count) -> reading.errors(kind.id(), count));
			statements.forEachOperation(
					(operation, figures) -> reading.operation(operation, figures.latencies().latencies()));
		});
	}

	/**
	 * Return whose statements were seen.
	 * @return the bean names of the data sources
	 */
	public Set<String> dataSources() {
		return new TreeSet<>(this.dataSources.keySet());
	}

	/**
	 * Return how long the statements of a data source took.
	 * @param dataSource the bean name
	 * @return the latencies since the start
	 */
	public Latencies latencies(String dataSource) {
		DataSourceStatements statements = this.dataSources.get(dataSource);
		return (statements != null) ? statements.table().total().latencies() : Latencies.NONE;
	}

	/**
	 * Return what all statements of a data source did together.
	 * @param dataSource the bean name
	 * @return the figures since the start
	 */
	public StatementTotal total(String dataSource) {
		DataSourceStatements statements = this.dataSources.get(dataSource);
		if (statements == null) {
			return StatementTotal.NONE;
		}
		FiguresTotal total = statements.table().total();
		return new StatementTotal(total.latencies(), total.rows(), total.errors(), statements.slowCount(),
				statements.table().droppedCount());
	}

	/**
	 * Return how many statements of a data source were slow.
	 * @param dataSource the bean name
	 * @return the number since the start
	 */
	public long slow(String dataSource) {
		DataSourceStatements statements = this.dataSources.get(dataSource);
		return (statements != null) ? statements.slowCount() : 0;
	}

	/**
	 * Return how many statements are not told any more, because there were too many
	 * different ones. Their executions still count in the whole.
	 * @param dataSource the bean name
	 * @return the number since the start
	 */
	public long dropped(String dataSource) {
		DataSourceStatements statements = this.dataSources.get(dataSource);
		return (statements != null) ? statements.table().droppedCount() : 0;
	}

	/**
	 * Return the statements of a data source.
	 * @param dataSource the bean name
	 * @return those whose figures are kept, the ones that took most time together first
	 */
	public List<StatementSnapshot> statements(String dataSource) {
		DataSourceStatements statements = this.dataSources.get(dataSource);
		if (statements == null) {
			return List.of();
		}
		Moment moment = moment(statements);
		List<StatementSnapshot> found = new ArrayList<>();
		statements.table().forEach((fingerprint, figures) -> {
			Latencies latencies = figures.latencies().latencies();
			found.add(new StatementSnapshot(fingerprint, latencies, figures.rows(), figures.errors(),
					moment.share(latencies), moment.instant(figures.firstSeenNanos()),
					moment.instant(figures.lastSeenNanos())));
		});
		found.sort(Comparator.comparingLong((StatementSnapshot one) -> one.latencies().totalNanos()).reversed());
		return found;
	}

	/**
	 * Return the tables of a statement. Not for the hot path: it may have to be parsed.
	 * @param dataSource the bean name of the data source
	 * @param fingerprint the statement
	 * @return its tables; not understood where there is no parser
	 */
	public TableReferences tables(String dataSource, Fingerprint fingerprint) {
		DataSourceStatements statements = this.dataSources.get(dataSource);
		return (statements != null) ? statements.tables().of(fingerprint) : TableReferences.unknown();
	}

	/**
	 * Return the operations of a data source.
	 * @param dataSource the bean name
	 * @return those whose figures are kept, the ones whose statements took most time
	 * first
	 */
	public List<OperationStatements> operations(String dataSource) {
		DataSourceStatements statements = this.dataSources.get(dataSource);
		if (statements == null) {
			return List.of();
		}
		Moment moment = moment(statements);
		List<OperationStatements> found = new ArrayList<>();
		statements.forEachOperation((operation, figures) -> {
			Latencies latencies = figures.latencies().latencies();
			found.add(new OperationStatements(operation, latencies, figures.rows(), figures.errors(),
					moment.share(latencies), moment.instant(figures.firstSeenNanos()),
					moment.instant(figures.lastSeenNanos())));
		});
		found.sort(Comparator.comparingLong((OperationStatements one) -> one.latencies().totalNanos()).reversed());
		return found;
	}

	private Moment moment(DataSourceStatements statements) {
		return new Moment(this.clock.instant(), this.nanoTime.getAsLong(),
				statements.table().total().latencies().totalNanos());
	}

	/**
	 * Now, on both clocks, and the time that everything took until now.
	 *
	 * @param time the time of day
	 * @param nanos the elapsed time
	 * @param totalNanos the time of all statements together
	 */
	private record Moment(Instant time, long nanos, long totalNanos) {

		Instant instant(long then) {
			return this.time.minusNanos(this.nanos - then);
		}

		double share(Latencies latencies) {
			return (this.totalNanos > 0) ? Math.min((double) latencies.totalNanos() / this.totalNanos, 1) : 0;
		}

	}

}
