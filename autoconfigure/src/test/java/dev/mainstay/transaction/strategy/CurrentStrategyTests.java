package dev.mainstay.transaction.strategy;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CurrentStrategy}.
 */
class CurrentStrategyTests {

	private final TransactionStrategies strategies = new TransactionStrategies(TransactionStrategy.builtIn(), Map.of());

	private final CurrentStrategy current = new CurrentStrategy(() -> this.strategies);

	private final FakeTransactionManager manager = new FakeTransactionManager(this.current);

	@AfterEach
	void nothingIsLeftOnTheThread() {
		assertThat(this.current.get()).isNull();
	}

	@Test
	void isThatOfTheTransactionUntilItIsOver() {
		inTransaction(this.manager, "read-only", () -> assertThat(name()).isEqualTo("read-only"));

		assertThat(this.current.get()).isNull();
	}

	@Test
	void isNotThatOfWhatJoins() {
		inTransaction(this.manager, "read-only",
				() -> inTransaction(this.manager, "simple-write", () -> assertThat(name()).isEqualTo("read-only")));
	}

	@Test
	void isNoneInATransactionOfItsOwnWithout() {
		DefaultTransactionDefinition without = new DefaultTransactionDefinition(
				TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		inTransaction(this.manager, "read-only", () -> {
			new TransactionTemplate(this.manager, without)
				.executeWithoutResult((status) -> assertThat(this.current.get()).isNull());

			assertThat(name()).isEqualTo("read-only");
		});
	}

	@Test
	void isThatOfTheInnermostOfSeveralManagers() {
		FakeTransactionManager other = new FakeTransactionManager(this.current);
		inTransaction(this.manager, "read-only", () -> {
			inTransaction(other, "simple-write", () -> assertThat(name()).isEqualTo("simple-write"));

			assertThat(name()).isEqualTo("read-only");
		});
	}

	@Test
	void isForgottenWhenTheTransactionIsRolledBack() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> inTransaction(this.manager, "read-only", () -> {
				throw new IllegalStateException();
			}));

		assertThat(this.current.get()).isNull();
	}

	@Test
	void isForgottenWhenTheTransactionCannotBegin() {
		this.manager.breakDown();

		assertThatExceptionOfType(CannotCreateTransactionException.class)
			.isThrownBy(() -> inTransaction(this.manager, "read-only", () -> {
			}));

		assertThat(this.current.get()).isNull();
	}

	@Test
	void isForgottenWhenTheManagerDoesNotTellOfTheEnd() {
		assertThatExceptionOfType(NoTransactionException.class)
			.isThrownBy(() -> inTransaction(this.manager, "read-only",
					() -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

						@Override
						public void beforeCommit(boolean readOnly) {
							throw new NoTransactionException("Not told of");
						}

					})));

		assertThat(this.current.get()).isNull();
	}

	private void inTransaction(FakeTransactionManager with, String strategy, Runnable work) {
		new TransactionTemplate(with, this.strategies.definition(strategy, "test"))
			.executeWithoutResult((status) -> work.run());
	}

	private @Nullable String name() {
		TransactionStrategy strategy = this.current.get();
		return (strategy != null) ? strategy.name() : null;
	}

}
