package dev.mainstay.constraint;

import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;

/**
 * Finds a row by what is unique about it, or creates it; of callers that do so at the
 * same time one creates it, and all get it.
 * <p>
 * The row is created in a transaction of its own, so that a transaction around it goes on
 * unharmed when another caller was faster, also on PostgreSQL, and so that others see the
 * row at once. This means:
 * <ul>
 * <li>The row stays if a transaction around it is rolled back later.</li>
 * <li>Inside of a transaction a second connection is needed for a moment.</li>
 * <li>A transaction around it must not hold a lock that stands in the way of the insert:
 * do not find with {@code FOR UPDATE}.</li>
 * <li>A transaction around it whose isolation is REPEATABLE READ, which is the default of
 * MariaDB and MySQL, or higher may still not see the row with its own queries. The row is
 * returned all the same; with JPA it is then detached.</li>
 * </ul>
 */
public final class UniqueInsert {

	private static final int MOST_ATTEMPTS = 5;

	private final TransactionTemplate own;

	private final ConstraintExplainer explainer;

	/**
	 * Create a way to insert.
	 * @param transactionManager begins the transactions in which rows are created
	 * @param explainer tells violations of unique constraints from other errors
	 */
	public UniqueInsert(PlatformTransactionManager transactionManager, ConstraintExplainer explainer) {
		this.own = new TransactionTemplate(transactionManager);
		this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.explainer = explainer;
	}

	/**
	 * Find a row, or create it.
	 * @param <T> the type of the row
	 * @param find finds the row by what is unique about it; called several times
	 * @param create creates the row; called again if the row that was in the way is gone
	 * @return the row, found or created
	 * @throws RuntimeException what {@code create} has thrown, unless it was because the
	 * row is there
	 */
	public <T> T getOrCreate(Supplier<Optional<T>> find, Supplier<T> create) {
		Optional<T> found = find.get();
		return found.isPresent() ? found.get() : asSeenFromHere(find, created(find, create));
	}

	private <T> T created(Supplier<Optional<T>> find, Supplier<T> create) {
		for (int attempt = 1;; attempt++) {
			try {
				return inOwn(create);
			}
			catch (RuntimeException ex) {
				if (!isRace(ex)) {
					throw ex;
				}
				// A fresh transaction sees what was committed meanwhile.
				Optional<T> found = inOwn(find);
				if (found.isPresent()) {
					return found.get();
				}
				if (attempt == MOST_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private boolean isRace(RuntimeException error) {
		if (this.explainer.kindOf(error).filter((kind) -> kind == ViolationKind.UNIQUE).isPresent()) {
			return true;
		}
		FailureKind kind = FailureClassifier.classify(error, null).kind();
		return kind == FailureKind.DEADLOCK || kind == FailureKind.SERIALIZATION_CONFLICT;
	}

	private <T> T inOwn(Supplier<T> work) {
		return this.own.execute((status) -> work.get());
	}

	// With JPA, what comes from here belongs to the session of the transaction around.
	private static <T> T asSeenFromHere(Supplier<Optional<T>> find, T row) {
		return TransactionSynchronizationManager.isActualTransactionActive() ? find.get().orElse(row) : row;
	}

}
