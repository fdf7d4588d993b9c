package dev.mainstay.observe.detect;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.operation.Operation;
import dev.mainstay.sql.SqlDialect;

/*
 * How repeated queries are told from the many that look like them.
 *
 * Within one unit of work, a query is one of N+1 if it comes with other values each time,
 * from the same place of the application, in quick succession. Where it comes from is
 * known only by walking the stack, which takes as long as dozens of these checks. So the
 * stack is looked at for the last few executions before the threshold, and not at all for
 * a statement that has turned out to be harmless in many units of work: there, and where
 * the place is known from another unit, looking begins at the threshold.
 *
 * The count begins anew
 *  - after a pause: somebody polls, or does something else in between;
 *  - after a failure: what follows may be the same once more;
 *  - after a transaction that has written: that was one portion of work, or an attempt.
 * Not counted are pages (a limit and more than one row), portions (many rows), and what
 * asks for many rows by their keys.
 */

/**
 * Judges the queries of units of work that repeat themselves: N+1 queries and identical
 * ones. Thread-safe.
 */
final class RepeatedQueries {

	private static final Logger logger = LoggerFactory.getLogger(RepeatedQueries.class);

	private static final int LEAST_PARAMETERS = 64;

	private static final int FEW_LOOKS = 4;

	private static final int PORTION = 100;

	// A unit of work that goes on and on is told of before it is over.
	private static final int STEP = 256;

	private final DetectorSettings settings;

	private final Findings findings;

	private final CallPlaces places;

	private final EntityNames entities;

	private final Suspects suspects = new Suspects();

	RepeatedQueries(DetectorSettings settings, Findings findings, CallPlaces places, EntityNames entities) {
		this.settings = settings;
		this.findings = findings;
		this.places = places;
		this.entities = entities;
	}

	int mostParameters() {
		return Math.max(LEAST_PARAMETERS, this.settings.nPlusOne());
	}

	void judge(QueryRun run, UnitQueries unit, StatementExecution execution, SqlDialect dialect) {
		LiveFinding finding = run.finding();
		if (finding != null) {
			if (run.executions() % STEP == 0) {
				this.findings.counted(finding, run.executions(), true);
			}
			return;
		}
		int times = run.count(key(execution), isSmall(run, execution));
		if (times < 0) {
			if (this.settings.nPlusOne() != 0 && run.different() > 1 && !run.isInnocent()) {
				suspect(run, unit, execution, dialect);
			}
		}
		// Each page of a long list comes with the same count.
		else if (times == this.settings.identical() && times != 0 && !run.fingerprint().isCount()) {
			identical(run, unit, execution, dialect);
		}
	}

	private static int key(StatementExecution execution) {
		String sql = execution.sql();
		return execution.parameterHash() * 31 + ((sql != null) ? sql.hashCode() : 0);
	}

	private static boolean isSmall(QueryRun run, StatementExecution execution) {
		return execution.rows() <= (run.fingerprint().hasLimit() ? 1 : PORTION - 1);
	}

	private void suspect(QueryRun run, UnitQueries unit, StatementExecution execution, SqlDialect dialect) {
		Suspect suspect = run.suspect();
		if (suspect == null) {
			suspect = this.suspects.get(run.fingerprint(), run.text(), dialect);
			run.suspect(suspect);
			if (suspect.shape().batch() || suspect.shape().table() == null) {
				run.acquit();
				return;
			}
		}
		int threshold = this.settings.nPlusOne();
		if (run.different() < (suspect.isWorthAnEarlyLook() ? threshold - FEW_LOOKS + 1 : threshold)) {
			return;
		}
		CallPlace place = this.places.current();
		int times = run.places().add(place);
		if (run.different() >= threshold && (times >= Math.min(FEW_LOOKS, threshold - 1) || suspect.isKnownAt(place))) {
			suspect.foundAt(place);
			found(FindingKind.N_PLUS_ONE, run, unit, execution, place, suspect.shape());
		}
		else if (run.places().looks() > 2 * threshold + FEW_LOOKS) {
			run.acquit();
		}
	}

	private void identical(QueryRun run, UnitQueries unit, StatementExecution execution, SqlDialect dialect) {
		StatementShape shape = this.suspects.get(run.fingerprint(), run.text(), dialect).shape();
		if (shape.table() == null) {
			return;
		}
		if (unit.isChanged(run, dialect)) {
			run.restart(run.last());
			return;
		}
		found(FindingKind.IDENTICAL_QUERIES, run, unit, execution, this.places.current(), shape);
	}

	private void found(FindingKind kind, QueryRun run, UnitQueries unit, StatementExecution execution, CallPlace place,
			StatementShape shape) {
		Operation work = unit.scope().operation();
		Operation named = (work != null) ? work : execution.operation();
		String name = (named != null) ? named.name() : null;
		String text = text(place, named);
		FindingKey key = new FindingKey(kind, text, run.fingerprint().id());
		LiveFinding finding = this.findings.seen(key, name, run.executions(),
				(now) -> new Finding(kind, text, name, run.dataSource(), run.fingerprint().id(),
						run.fingerprint().text(), shape.table(), entity(shape.table()), run.executions(),
						run.executions(), 1, now, now, FindingAdvice.of(kind, place.viaHibernate())));
		if (finding != null) {
			run.found(finding);
		}
		else {
			run.acquit();
		}
	}

	private static @Nullable String text(CallPlace place, @Nullable Operation operation) {
		String text = place.text();
		return (text == null && operation != null) ? operation.place() + " (while its result is rendered)" : text;
	}

	private @Nullable String entity(@Nullable String table) {
		try {
			return (table != null) ? this.entities.ofTable(table) : null;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The entity of table {} could not be found out", table, ex);
			return null;
		}
	}

	/**
	 * The unit of work of a run is over.
	 * @param run the run
	 */
	void over(QueryRun run) {
		LiveFinding finding = run.finding();
		Suspect suspect = run.suspect();
		if (finding != null) {
			this.findings.counted(finding, run.executions(), true);
		}
		else if (suspect != null && run.wasSuspectedInVain()) {
			suspect.nothingFound();
		}
	}

}
