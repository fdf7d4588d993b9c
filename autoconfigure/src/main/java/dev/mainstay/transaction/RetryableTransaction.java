package dev.mainstay.transaction;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.mainstay.failure.FailureKind;

/**
 * Repeats the transaction of a method when it fails for a reason that passes: a deadlock,
 * a serialization conflict, a changed version, a lost connection. On a type it holds for
 * each of its public methods. A method that is not {@code @Transactional} becomes so.
 * <p>
 * A repetition runs the whole method again: messages are sent again, calls to other
 * systems are made again, arguments that the method has changed are seen as it left them.
 * Only what it wrote to the database in its transaction is undone before. A method that
 * is called inside of an open transaction runs once; the method that opened the
 * transaction is the one to annotate. A method that is {@code @Retryable} as well is
 * repeated by that annotation alone.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
public @interface RetryableTransaction {

	/**
	 * Most attempts, the first one included; 1 never to repeat.
	 * @return the number of attempts; 0 for {@code db.retry.max-attempts}
	 */
	int maxAttempts() default 0;

	/**
	 * Most attempts, the first one included, while the method fails because of deadlocks.
	 * @return the number of attempts; 0 for {@code db.retry.deadlock-max-attempts}, or
	 * for {@link #maxAttempts()} if that is set
	 */
	int deadlockMaxAttempts() default 0;

	/**
	 * Longest time for all attempts together, such as {@code 5s} or {@code PT5S}. An
	 * attempt under way is not cut short by it.
	 * @return the time; empty for {@code db.retry.deadline}
	 */
	String deadline() default "";

	/**
	 * Kinds of failures that are repeated besides the usual ones: {@code LOCK_TIMEOUT} or
	 * {@code LOCK_NOT_AVAILABLE} if others hold locks briefly, {@code CONSTRAINT} if the
	 * method chooses its keys anew each time.
	 * @return the kinds
	 */
	FailureKind[] retryOn() default {};

}
