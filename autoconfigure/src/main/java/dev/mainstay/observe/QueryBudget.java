package dev.mainstay.observe;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.StatementExecution;

/**
 * The number of statements that a piece of work may send, for tests: more are an
 * {@link AssertionError} that lists them with the places they come from. A batch counts
 * as one statement. Costs nothing as long as none is open.
 * <p>
 * Counts what the calling thread sends, as it does when a controller is tested with
 * MockMvc:
 *
 * <pre class="code">
 * QueryBudget.assertMax(2, () -&gt; this.mvc.perform(get("/recipes")).andExpect(status().isOk()));
 * </pre>
 * <p>
 * For a server that answers on threads of its own:
 *
 * <pre class="code">
 * try (QueryBudget budget = QueryBudget.ofAllThreads(2)) {
 * 	this.client.get().uri("/recipes").exchange();
 * }
 * </pre>
 */
public final class QueryBudget implements AutoCloseable {

	private static final int MOST_KEPT = 10_000;

	private final int max;

	private final @Nullable Thread thread;

	private final @Nullable String dataSource;

	// Guarded by itself, as is the number.
	private final List<SentStatement> statements = new ArrayList<>();

	private int count;

	private boolean open = true;

	private QueryBudget(int max, @Nullable Thread thread, @Nullable String dataSource) {
		if (max < 0) {
			throw new IllegalArgumentException("A budget must not be negative, but is " + max);
		}
		this.max = max;
		this.thread = thread;
		this.dataSource = dataSource;
		OpenBudgets.add(this);
	}

	/**
	 * Do some work and fail if the calling thread sends too many statements meanwhile.
	 * @param max how many statements it may send
	 * @param work what to do
	 * @param <E> what the work throws
	 * @throws E what the work throws, in which case its statements do not matter
	 * @throws AssertionError if there were more statements
	 */
	public static <E extends Throwable> void assertMax(int max, Work<E> work) throws E {
		QueryBudget budget = ofThisThread(max);
		try {
			work.run();
		}
		finally {
			budget.end();
		}
		budget.check();
	}

	/**
	 * Open a budget for what the calling thread sends.
	 * @param max how many statements it may send
	 * @return the budget, to be closed in the end
	 */
	public static QueryBudget ofThisThread(int max) {
		return new QueryBudget(max, Thread.currentThread(), null);
	}

	/**
	 * Open a budget for what all threads send.
	 * @param max how many statements they may send
	 * @return the budget, to be closed in the end
	 */
	public static QueryBudget ofAllThreads(int max) {
		return new QueryBudget(max, null, null);
	}

	/**
	 * Open a budget for what all threads send to one data source.
	 * @param max how many statements they may send
	 * @param dataSource the bean name of the data source
	 * @return the budget, to be closed in the end
	 */
	public static QueryBudget ofDataSource(int max, String dataSource) {
		return new QueryBudget(max, null, dataSource);
	}

	/**
	 * Return how many statements were sent so far.
	 * @return the number
	 */
	public int count() {
		synchronized (this.statements) {
			return this.count;
		}
	}

	/**
	 * Fail if there were too many statements so far.
	 * @throws AssertionError if there were
	 */
	public void check() {
		synchronized (this.statements) {
			if (this.count > this.max) {
				throw new AssertionError(SentStatement.report(this.max, this.count, this.statements));
			}
		}
	}

	/**
	 * End counting, and fail if there were too many statements.
	 * @throws AssertionError if there were
	 */
	@Override
	public void close() {
		if (end()) {
			check();
		}
	}

	private boolean end() {
		boolean wasOpen = this.open;
		this.open = false;
		OpenBudgets.remove(this);
		return wasOpen;
	}

	void count(StatementExecution execution) {
		if ((this.thread != null && this.thread != Thread.currentThread())
				|| (this.dataSource != null && !this.dataSource.equals(execution.connection().dataSource()))) {
			return;
		}
		SentStatement statement = SentStatement.of(execution);
		synchronized (this.statements) {
			this.count++;
			if (this.statements.size() < MOST_KEPT) {
				this.statements.add(statement);
			}
		}
	}

	/**
	 * What may send statements.
	 *
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	public interface Work<E extends Throwable> {

		/**
		 * Do it.
		 * @throws E if it fails
		 */
		void run() throws E;

	}

}
