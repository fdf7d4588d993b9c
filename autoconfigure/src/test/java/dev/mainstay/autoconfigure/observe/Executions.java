package dev.mainstay.autoconfigure.observe;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;

/**
 * Notes every execution of a statement.
 */
final class Executions implements StatementListener {

	private final List<Execution> all = new CopyOnWriteArrayList<>();

	@Override
	public void completed(StatementExecution execution) {
		this.all.add(new Execution(execution.sql(), execution.rows(), execution.batchSize(), execution.error() != null,
				execution.parameterHash(), execution.elapsedNanos() > 0, List.copyOf(execution.parameters())));
	}

	void clear() {
		this.all.clear();
	}

	/**
	 * Return the executions of statements that contain a word.
	 * @param word the word
	 * @return the executions in their order
	 */
	List<Execution> of(String word) {
		return this.all.stream()
			.filter((execution) -> Objects.requireNonNullElse(execution.sql(), "").contains(word))
			.toList();
	}

	List<Execution> all() {
		return this.all;
	}

	/**
	 * What a listener can know about an execution.
	 *
	 * @param sql the text
	 * @param rows the rows
	 * @param batchSize the size of the batch
	 * @param failed whether it failed
	 * @param parameterHash the hash of its parameters
	 * @param timed whether a time was taken
	 * @param parameters the parameters
	 */
	record Execution(@Nullable String sql, long rows, int batchSize, boolean failed, int parameterHash, boolean timed,
			List<Object> parameters) {
	}

}
