package dev.mainstay.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.mainstay.cache.store.CacheStrategy;

/**
 * Keeps what a method reads from the database, and gives it to later callers with the
 * same arguments until a table that was read for it is changed. Stands on methods of
 * beans, and on methods that a Spring Data repository declares or declares again.
 * <p>
 * The tables are seen when the method runs, and so are changes: there is nothing to name
 * and nothing to evict. A transaction sees its own changes, others see them when they are
 * committed. A method that returns entities, or anything else that cannot be copied,
 * keeps the application from starting; the message says what to return instead.
 * <p>
 * A hit borrows no connection and begins no transaction. As with all annotations of this
 * kind, calls of a bean to itself are not seen.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CachedQuery {

	/**
	 * Names that the answers depend on besides the tables, to be invalidated with
	 * {@link QueryCache#invalidateTags}. Case does not count; placeholders are resolved.
	 * @return the names
	 */
	String[] tags() default {};

	/**
	 * How long answers are kept at first, such as {@code 5m}; a plain number counts as
	 * seconds. Placeholders are resolved.
	 * @return the time, or nothing for what the settings say
	 */
	String ttl() default "";

	/**
	 * What decides how long answers are kept.
	 * @return one strategy, or nothing for what the settings say
	 */
	CacheStrategy[] strategy() default {};

	/**
	 * When the cache is used at all: a SpEL expression that knows the parameters by name
	 * (<code>#region</code>), {@code #root.target}, {@code #root.method} and beans
	 * ({@code @name}), asked before each call.
	 * @return the expression, or nothing for always
	 */
	String condition() default "";

	/**
	 * Which answers are not kept: a SpEL expression that knows the answer as
	 * <code>#result</code>, besides what {@link #condition} knows.
	 * @return the expression, or nothing for none
	 */
	String unless() default "";

	/**
	 * What tells the answers of the method apart, instead of all of its arguments: a SpEL
	 * expression that knows what {@link #condition} knows. Name everything that the
	 * answer depends on, such as <code>{#filter.region, #filter.season}</code>.
	 * @return the expression, or nothing for all arguments
	 */
	String key() default "";

	/**
	 * Whether answers are read in the background before somebody has to wait for them:
	 * that of a method without parameters when the application is ready; those that are
	 * asked for again and again after something has changed, and before their time is
	 * over. The method is called with the same arguments and all of its advice on a
	 * thread without request, user, tenant and transaction; where that makes it another
	 * question, it is not called.
	 * @return whether answers are kept ready; {@link CacheWarmer} is for others
	 */
	boolean warm() default false;

}
