package dev.mainstay.transaction;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.mainstay.operation.Operation;

/**
 * Work that is done as a whole or not at all: what it is called and how it is tried
 * again. One object serves all runs of the same work, on many threads.
 */
final class UnitOfWork {

	private final Operation operation;

	private final boolean named;

	private final List<String> segments;

	private final boolean transactional;

	private final @Nullable RetryRule rule;

	private final RetryBudget budget;

	private final Turnstile turnstile;

	private final Predicate<Throwable> rollsBackOn;

	/**
	 * Create a unit.
	 * @param operation its name and place
	 * @param named whether somebody gave it that name
	 * @param segments the segments it prefers
	 * @param transactional whether it runs in a transaction
	 * @param rule how to try it again, or {@code null} not to
	 * @param budget what retries are paid from
	 * @param turnstile the line of its operation
	 * @param rollsBackOn whether its transaction is rolled back because of an exception
	 */
	UnitOfWork(Operation operation, boolean named, List<String> segments, boolean transactional,
			@Nullable RetryRule rule, RetryBudget budget, Turnstile turnstile, Predicate<Throwable> rollsBackOn) {
		this.operation = operation;
		this.named = named;
		this.segments = List.copyOf(segments);
		this.transactional = transactional;
		this.rule = rule;
		this.budget = budget;
		this.turnstile = turnstile;
		this.rollsBackOn = rollsBackOn;
	}

	Operation operation() {
		return this.operation;
	}

	String name() {
		return this.operation.name();
	}

	boolean isNamed() {
		return this.named;
	}

	List<String> segments() {
		return this.segments;
	}

	boolean isTransactional() {
		return this.transactional;
	}

	@Nullable RetryRule rule() {
		return this.rule;
	}

	RetryBudget budget() {
		return this.budget;
	}

	Turnstile turnstile() {
		return this.turnstile;
	}

	boolean rollsBackOn(Throwable error) {
		return this.rollsBackOn.test(error);
	}

}
