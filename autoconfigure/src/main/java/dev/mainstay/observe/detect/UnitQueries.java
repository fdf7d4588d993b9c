package dev.mainstay.observe.detect;

import java.util.Arrays;

import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.operation.WorkScope;
import dev.mainstay.operation.WorkScopeListener;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SqlDialect;
import dev.mainstay.sql.StatementKind;

/**
 * The statements of one unit of work, of which the latest few dozen different ones are
 * told apart. Confined to the thread that does the work.
 */
final class UnitQueries implements WorkScopeListener {

	private static final int FEW = 4;

	private static final int MOST = 64;

	// Whoever pauses as long as this between two statements does not wait for many
	// small queries, but looks from time to time.
	private static final long LONG_PAUSE = 50_000_000;

	private static final long PAUSE = 10_000_000;

	private final RepeatedQueries judge;

	private final WorkScope scope;

	private QueryRun[] runs = new QueryRun[FEW];

	private int size;

	private int latest;

	private int oldest;

	private long statements;

	private long completedNanos;

	private int restarts;

	private int pauses;

	private boolean wrote;

	private long unknownWrite;

	UnitQueries(RepeatedQueries judge, WorkScope scope) {
		this.judge = judge;
		this.scope = scope;
	}

	/**
	 * A statement was executed.
	 * @param execution the execution
	 * @param fingerprints the fingerprints of its language
	 */
	void completed(StatementExecution execution, Fingerprints fingerprints) {
		pause(execution);
		if (execution.error() != null) {
			this.restarts++;
			return;
		}
		this.statements++;
		String sql = execution.sql();
		if (sql == null) {
			this.wrote = true;
			this.unknownWrite = this.statements;
			return;
		}
		QueryRun run = find(sql, fingerprints, execution);
		run.catchUp(this.restarts, this.pauses, this.statements);
		run.executed(this.statements);
		if (run.isRead()) {
			this.judge.judge(run, this, execution, fingerprints.dialect());
		}
		else {
			this.wrote |= run.fingerprint().kind().isWrite();
		}
	}

	private void pause(StatementExecution execution) {
		long idle = execution.startedNanos() - this.completedNanos;
		if (idle > PAUSE && this.statements > 0) {
			this.pauses++;
			this.restarts += (idle > LONG_PAUSE) ? 1 : 0;
		}
		this.completedNanos = execution.connection().advice().nanoTime();
	}

	/**
	 * A transaction on this thread is over. What follows after it has written is the next
	 * portion of work, or the same once more.
	 */
	void transactionEnded() {
		if (this.wrote) {
			this.wrote = false;
			this.restarts++;
		}
	}

	// The same few statements come in turns.
	private QueryRun find(String sql, Fingerprints fingerprints, StatementExecution execution) {
		String dataSource = execution.connection().dataSource();
		for (int i = 0, slot = this.latest; i < this.size; i++, slot = (slot + 1 < this.size) ? slot + 1 : 0) {
			if (this.runs[slot].text() == sql && this.runs[slot].dataSource().equals(dataSource)) {
				this.latest = slot;
				return this.runs[slot];
			}
		}
		Fingerprint fingerprint = fingerprints.of(sql);
		for (int slot = 0; slot < this.size; slot++) {
			QueryRun run = this.runs[slot];
			if (run.fingerprint().equals(fingerprint) && run.dataSource().equals(dataSource)) {
				run.text(sql);
				this.latest = slot;
				return run;
			}
		}
		return add(new QueryRun(fingerprint, dataSource, sql, this.judge.mostParameters()));
	}

	private QueryRun add(QueryRun run) {
		int slot = this.size;
		if (slot == MOST) {
			slot = this.oldest;
			this.oldest = (slot + 1) % MOST;
			this.judge.over(this.runs[slot]);
		}
		else if (slot == this.runs.length) {
			this.runs = Arrays.copyOf(this.runs, slot * 4);
		}
		this.size = Math.max(this.size, slot + 1);
		this.runs[slot] = run;
		this.latest = slot;
		return run;
	}

	/**
	 * Return whether what a statement reads may have been changed since its run began.
	 * @param run the run
	 * @param dialect the dialect of the statement
	 * @return whether there was a write on one of its tables
	 */
	boolean isChanged(QueryRun run, SqlDialect dialect) {
		if (this.unknownWrite > run.begun()) {
			return true;
		}
		for (int slot = 0; slot < this.size; slot++) {
			QueryRun other = this.runs[slot];
			if (other.last() > run.begun() && changes(other, run, dialect)) {
				return true;
			}
		}
		return false;
	}

	private static boolean changes(QueryRun other, QueryRun run, SqlDialect dialect) {
		StatementKind kind = other.fingerprint().kind();
		if (!kind.isWrite()) {
			return kind == StatementKind.CALL || kind == StatementKind.DDL;
		}
		String table = StatementShape.of(other.text(), dialect).table();
		return table == null || StatementShape.mentions(run.text(), dialect, table);
	}

	WorkScope scope() {
		return this.scope;
	}

	@Override
	public void closed(WorkScope closed) {
		for (int slot = 0; slot < this.size; slot++) {
			this.judge.over(this.runs[slot]);
		}
	}

}
