package dev.mainstay.transaction.strategy;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Isolation;

/**
 * What one kind of operation asks of its transaction. What is {@code null} is left to
 * {@code @Transactional} and the session.
 *
 * @param name the name, such as {@code read-only}
 * @param readOnly whether the transaction only reads
 * @param isolation the isolation level
 * @param statementTimeout the longest time of each statement
 * @param timeout the longest time of the whole transaction
 */
public record TransactionStrategy(String name, @Nullable Boolean readOnly, @Nullable Isolation isolation,
		@Nullable Duration statementTimeout, @Nullable Duration timeout) {

	/**
	 * Where strategies are set.
	 */
	public static final String PROPERTIES = "db.transaction.strategies";

	/**
	 * Return the strategies that need no configuration. They leave the isolation level to
	 * the database: setting another one costs two round trips per transaction on
	 * PostgreSQL, MariaDB and MySQL, and a stricter one fails with serialization errors
	 * that somebody has to be ready to retry.
	 * @return the strategies {@code read-only}, {@code simple-write} and
	 * {@code complex-write}
	 */
	public static List<TransactionStrategy> builtIn() {
		return List.of(new TransactionStrategy("read-only", true, null, Duration.ofSeconds(10), null),
				new TransactionStrategy("simple-write", false, null, Duration.ofSeconds(15), null),
				new TransactionStrategy("complex-write", false, null, Duration.ofSeconds(30), null));
	}

	/**
	 * Return the longest time of the whole transaction the way that Spring counts it.
	 * @return the time in whole seconds, rounded up, or
	 * {@link TransactionDefinition#TIMEOUT_DEFAULT} if the strategy sets none
	 */
	int timeoutSeconds() {
		return (this.timeout != null) ? (int) Math.max(1, this.timeout.plusMillis(999).toSeconds())
				: TransactionDefinition.TIMEOUT_DEFAULT;
	}

	/**
	 * Return the full name of the property that sets something of this strategy.
	 * @param attribute what is set, in kebab case
	 * @return the name
	 */
	String property(String attribute) {
		return "%s.%s.%s".formatted(PROPERTIES, this.name, attribute);
	}

}
