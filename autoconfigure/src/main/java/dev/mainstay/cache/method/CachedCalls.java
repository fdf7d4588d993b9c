package dev.mainstay.cache.method;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.expression.BeanResolver;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.key.KeyIdentities;
import dev.mainstay.cache.key.KeyPlace;
import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.key.UnfitForKeyException;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.Load;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.tracking.Obstacle;
import dev.mainstay.cache.warm.Repetition;
import dev.mainstay.cache.warm.WarmAnswers;

/**
 * Makes the calls of methods through the cache. Thread-safe.
 */
public final class CachedCalls {

	private static final Logger logger = LoggerFactory.getLogger(CachedCalls.class);

	private final CachedReads reads;

	private final QueryStore store;

	private final Invalidations invalidations;

	private final KeyContext context;

	private final KeyIdentities identities;

	private final @Nullable BeanResolver beans;

	private final @Nullable WarmAnswers warming;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	/**
	 * Create what makes calls.
	 * @param reads reads through the cache
	 * @param store has the shapes of the methods
	 * @param invalidations knows what the transaction has invalidated
	 * @param context what all answers depend on
	 * @param identities tells beans of the same class apart
	 * @param beans finds the beans in expressions, or {@code null} if there are none
	 * @param warming keeps answers ready, or {@code null} if nobody does
	 */
	public CachedCalls(CachedReads reads, QueryStore store, Invalidations invalidations, KeyContext context,
			KeyIdentities identities, @Nullable BeanResolver beans, @Nullable WarmAnswers warming) {
		this.reads = reads;
		this.store = store;
		this.invalidations = invalidations;
		this.context = context;
		this.identities = identities;
		this.beans = beans;
		this.warming = warming;
	}

	Shape shape(CachedMethod method) {
		return this.store.shape(method.name());
	}

	@Nullable Object call(CachedMethod method, Shape shape, MethodInvocation invocation) throws Throwable {
		QueryKey key = key(method, shape, invocation);
		if (key == null) {
			return invocation.proceed();
		}
		Load<@Nullable Object> load = (method.unless() != null) ? new Selective(invocation, method.unless())
				: invocation::proceed;
		if (this.warming != null && method.warm()) {
			return call(method, shape, invocation, key, load, this.warming);
		}
		return this.reads.read(key, shape, method.options(), load);
	}

	private @Nullable Object call(CachedMethod method, Shape shape, MethodInvocation invocation, QueryKey key,
			Load<@Nullable Object> load, WarmAnswers answers) throws Throwable {
		Repetition repetition = Repetition.current();
		if (repetition == null) {
			return this.reads.read(key, shape, method.options(),
					new WarmLoad(answers, key, shape, method, invocation, load));
		}
		if (!repetition.reach(key, method.method())) {
			return this.reads.read(key, shape, method.options(), load);
		}
		return this.reads.refresh(key, shape, method.options(), new Load<@Nullable Object>() {

			@Override
			public @Nullable Object load() throws Throwable {
				return load.load();
			}

			// Not if what contributors say, or an argument, has changed while it was
			// read.
			@Override
			public boolean isKept(@Nullable Object answer) {
				return load.isKept(answer) && key.equals(key(method, shape, invocation));
			}

		});
	}

	// Whatever goes wrong here, the method is called as if it had no annotation.
	private @Nullable QueryKey key(CachedMethod method, Shape shape, MethodInvocation invocation) {
		try {
			@Nullable Object[] arguments = invocation.getArguments();
			Object target = invocation.getThis();
			MethodExpression condition = method.condition();
			if (condition != null && !condition.holds(target, arguments, this.beans)) {
				shape.bypassed(Obstacle.NOT_WANTED.id());
				return null;
			}
			Place place = new Place(method, (target != null) ? this.identities.of(target, method.type()) : "");
			MethodExpression expression = method.key();
			QueryKey key = (expression != null)
					? QueryKey.of(method.name(), place, this.context, expression.value(target, arguments, this.beans))
					: QueryKey.of(method.name(), place, this.context, arguments);
			if (this.invalidations.hides(key)) {
				shape.bypassed(Obstacle.INVALIDATED_BY_TRANSACTION.id());
				return null;
			}
			return key;
		}
		catch (UnfitForKeyException ex) {
			shape.bypassed(Obstacle.KEY.id());
			if (this.warned.add(method.name())) {
				logger.warn("Calls of {} with such arguments are not cached: {}", method.name(), ex.getMessage());
			}
			return null;
		}
		catch (RuntimeException | LinkageError ex) {
			shape.bypassed(Obstacle.KEY.id());
			if (this.warned.add(method.name())) {
				logger.warn("A call of {} was not cached; this is not told again", method.name(), ex);
			}
			return null;
		}
	}

	/**
	 * A method of one bean.
	 *
	 * @param method the method, always the same object
	 * @param target stands for the bean
	 */
	private record Place(CachedMethod method, Object target) implements KeyPlace {

		@Override
		public @Nullable Object[] names() {
			return new @Nullable Object[] { "method", this.method.type(), this.method.method().toGenericString(),
					this.target };
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Place place && this.target == place.target && this.method == place.method;
		}

		@Override
		public int hashCode() {
			return 31 * System.identityHashCode(this.method) + this.target.hashCode();
		}

	}

	/**
	 * Calls a method some of whose answers are not kept.
	 */
	private final class Selective implements Load<@Nullable Object> {

		private final MethodInvocation invocation;

		private final MethodExpression unless;

		Selective(MethodInvocation invocation, MethodExpression unless) {
			this.invocation = invocation;
			this.unless = unless;
		}

		@Override
		public @Nullable Object load() throws Throwable {
			return this.invocation.proceed();
		}

		@Override
		public boolean isKept(@Nullable Object answer) {
			return !this.unless.holds(this.invocation.getThis(), this.invocation.getArguments(), CachedCalls.this.beans,
					answer);
		}

	}

}
