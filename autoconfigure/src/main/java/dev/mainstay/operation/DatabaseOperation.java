package dev.mainstay.operation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Names the unit of work that a method is: in statistics, in messages, and where a
 * strategy or segments are chosen by property. On a type it holds for each of its public
 * methods, of which each is a unit of its own, by the same name.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
public @interface DatabaseOperation {

	/**
	 * Alias for {@link #name()}.
	 * @return the name
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * Name of the operation, such as {@code menu-generation}; one of a small closed set,
	 * because it becomes a metric tag.
	 * @return the name; empty for the name of class and method
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * Name of the strategy that its transaction follows: a built-in one
	 * ({@code read-only}, {@code simple-write}, {@code complex-write}) or one of
	 * {@code db.transaction.strategies}. A method with a strategy runs in a transaction,
	 * whether it says {@code @Transactional} or not.
	 * @return the name of the strategy; empty for the one that
	 * {@code db.operations.<name>.strategy} names, if any
	 */
	String strategy() default "";

	/**
	 * Names of the segments of the pool that its connections are taken from, in the order
	 * of preference: the first of which enough is free, else the one with the least load.
	 * They are those of {@code db.segments}; where none are configured this has no
	 * effect.
	 * @return the names of segments; empty for those that
	 * {@code db.operations.<name>.segments} names, if any
	 */
	String[] segments() default {};

}
