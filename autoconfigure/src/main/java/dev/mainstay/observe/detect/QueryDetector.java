package dev.mainstay.observe.detect;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.operation.ApplicationFrame;
import dev.mainstay.operation.WorkScope;
import dev.mainstay.sql.Fingerprints;

/**
 * Looks for queries that a unit of work repeats: N+1 queries and identical ones. Knows
 * nothing of statements outside of any {@link WorkScope}. Thread-safe, without anything
 * that threads share as long as nothing is suspicious.
 */
public final class QueryDetector implements StatementListener, TransactionHook {

	private final BooleanSupplier on;

	private final Function<DatabaseProduct, Fingerprints> fingerprints;

	private final RepeatedQueries judge;

	/**
	 * Create a detector.
	 * @param settings from when on repeated queries are findings
	 * @param on whether to look at the moment
	 * @param fingerprints tells the fingerprints of the statements of each product
	 * @param findings where to put what is found
	 * @param entities knows the entities of tables
	 * @param packages the packages of the application, as far as they are known
	 */
	public QueryDetector(DetectorSettings settings, BooleanSupplier on,
			Function<DatabaseProduct, Fingerprints> fingerprints, Findings findings, EntityNames entities,
			List<String> packages) {
		this.on = settings.isOff() ? () -> false : on;
		this.fingerprints = fingerprints;
		this.judge = new RepeatedQueries(settings, findings, new CallPlaces(new ApplicationFrame(packages)), entities);
	}

	@Override
	public void completed(StatementExecution execution) {
		WorkScope scope = WorkScope.current();
		if (scope == null || !this.on.getAsBoolean()) {
			return;
		}
		AdvisedConnection connection = execution.connection();
		if (!connection.isMigrating()) {
			unit(scope).completed(execution, this.fingerprints.apply(connection.product()));
		}
	}

	private UnitQueries unit(WorkScope scope) {
		if (scope.attachment(this) instanceof UnitQueries known) {
			return known;
		}
		UnitQueries unit = new UnitQueries(this.judge, scope);
		scope.attach(this, unit);
		return unit;
	}

	@Override
	public void ended(AdvisedConnection connection, TransactionState outcome) {
		WorkScope scope = WorkScope.current();
		if (scope != null && scope.attachment(this) instanceof UnitQueries unit) {
			unit.transactionEnded();
		}
	}

}
