package dev.mainstay.cache.warm;

import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.key.KeyMoment;
import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.store.Answer;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.version.TagVersions;

/*
 * What is stored under a key must have been read by the thread that made the key, in the
 * context that it was made in. So nothing is carried over from who has asked before: the
 * bean is called as anybody would call it, with all of its advice, on a thread that
 * belongs to nobody. The advice of the cache makes the key there, from what contributors
 * say there. Only if that is the key of the question, the answer is read anew; if not,
 * the call is an ordinary one, and the question is not repeated again.
 */

/**
 * Makes calls again, and tells whether that is worth it. Thread-safe.
 */
final class Repeater {

	private static final Logger logger = LoggerFactory.getLogger(Repeater.class);

	private final QueryStore store;

	private final TagVersions versions;

	private final KeyContext context;

	private final WarmBeans beans;

	// What expires before the next turn, which may be late, has to be read in this one.
	private final long ahead;

	private final DoubleSupplier random;

	Repeater(QueryStore store, TagVersions versions, KeyContext context, WarmBeans beans, long interval,
			DoubleSupplier random) {
		this.store = store;
		this.versions = versions;
		this.context = context;
		this.beans = beans;
		this.ahead = interval + interval / 2;
		this.random = random;
	}

	/**
	 * Return what the keys of the calling thread depend on.
	 * @return the moment, or {@code null} if it can make no keys
	 */
	@Nullable KeyMoment moment() {
		try {
			return KeyMoment.of(this.context);
		}
		catch (RuntimeException ex) {
			logger.debug("No questions are repeated in the background, where something needed for keys is missing", ex);
			return null;
		}
	}

	/**
	 * Return why the answer to a question should be read again.
	 * @param key the question
	 * @param now the present, in nanoseconds
	 * @return the reason, or {@code null} if there is none
	 */
	@Nullable WarmingReason due(QueryKey key, long now) {
		Answer answer = this.store.peek(key);
		if (answer == null || !isCurrent(answer)) {
			return WarmingReason.OUTDATED;
		}
		// The longer it takes the earlier, and not all instances at the same time:
		// "Optimal Probabilistic Cache Stampede Prevention", Vattani et al. 2015.
		double early = -answer.loadNanos() * Math.log(1 - this.random.getAsDouble());
		return (answer.nanosLeft(now) - early <= this.ahead) ? WarmingReason.EXPIRING : null;
	}

	private boolean isCurrent(Answer answer) {
		return this.versions.isCurrent(answer.tags(), answer.stamp());
	}

	/**
	 * Ask a question again.
	 * @param key the question
	 * @param call how it was asked
	 * @return what became of it
	 * @throws Throwable what the call throws
	 */
	Errand.Outcome repeat(QueryKey key, WarmCall call) throws Throwable {
		Object bean = this.beans.beanOf(call.target());
		KeyMoment moment = moment();
		if (bean == null || moment == null || !key.isAskedAt(moment)) {
			return Errand.Outcome.UNREPEATABLE;
		}
		Answer before = this.store.peek(key);
		Repetition repetition = Repetition.begin(call.method(), key);
		try {
			call.invoke(bean);
		}
		finally {
			repetition.end();
		}
		if (repetition.reached() == null) {
			return Errand.Outcome.UNREPEATABLE;
		}
		Answer after = this.store.peek(key);
		return (after != null && after != before && isCurrent(after)) ? Errand.Outcome.KEPT : Errand.Outcome.NOT_KEPT;
	}

	/**
	 * Make a call for the first time.
	 * @param bean the bean
	 * @param call the call
	 * @return what became of it
	 * @throws Throwable what the call throws
	 */
	Errand.Outcome call(Object bean, WarmCall call) throws Throwable {
		Repetition repetition = Repetition.begin(call.method(), null);
		try {
			call.invoke(bean);
		}
		finally {
			repetition.end();
		}
		QueryKey key = repetition.reached();
		if (key == null) {
			return Errand.Outcome.UNREPEATABLE;
		}
		Answer answer = this.store.peek(key);
		return (answer != null && isCurrent(answer)) ? Errand.Outcome.KEPT : Errand.Outcome.NOT_KEPT;
	}

}
