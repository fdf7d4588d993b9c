package dev.mainstay.constraint;

import java.util.Optional;

/**
 * Explains errors that were raised because a value breaks a rule of the database.
 */
@FunctionalInterface
public interface ConstraintExplainer {

	/**
	 * Explain an error. Must not throw, and must not use the connection on which the
	 * error happened, whose transaction may have failed.
	 * @param error the error as the application got it: the driver's own, or one of
	 * Spring, Hibernate or the application around it
	 * @return the violation; empty if the error is another one
	 */
	Optional<ConstraintViolation> explain(Throwable error);

	/**
	 * Tell only which rule is broken. May be cheaper than an explanation.
	 * @param error the error as the application got it
	 * @return the kind; empty if the error is another one
	 */
	default Optional<ViolationKind> kindOf(Throwable error) {
		return explain(error).map(ConstraintViolation::kind);
	}

}
