package dev.mainstay.cache.warm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;

import dev.mainstay.cache.CachedQuery;
import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.key.KeyIdentities;
import dev.mainstay.cache.method.CachedCalls;
import dev.mainstay.cache.method.CachedQueryInterceptor;
import dev.mainstay.cache.read.SimulatedCache;

/**
 * A bean with warm methods, without a database: what it reads depends on the tag
 * {@code price}. What is read in the background is read when the test says so.
 */
final class WarmKitchen {

	private final SimulatedCache cache = new SimulatedCache();

	private final ThreadLocal<@Nullable String> tenant = new ThreadLocal<>();

	private final WarmAnswers answers;

	private final Menu target = new Menu();

	private final Menu menu;

	private final Deque<Runnable> waiting = new ArrayDeque<>();

	private final List<String> reads = new ArrayList<>();

	private final Map<Object, Object> beans = new IdentityHashMap<>();

	private long readMillis = 5;

	private int total;

	private @Nullable Runnable whileReading;

	WarmKitchen(TestWarming settings, MethodInterceptor... outside) {
		KeyContext context = new KeyContext(List.of(this.tenant::get));
		this.answers = new WarmAnswers(this.cache.reads(), this.cache.store(), this.cache.versions(), context,
				this.beans::get, settings, this.cache.nanos()::get, () -> 0.5);
		CachedCalls calls = new CachedCalls(this.cache.reads(), this.cache.store(),
				new Invalidations(this.cache.store(), this.cache.versions()), context, new KeyIdentities(), null,
				this.answers);
		ProxyFactory factory = new ProxyFactory(this.target);
		factory.setProxyTargetClass(true);
		for (MethodInterceptor one : outside) {
			factory.addAdvice(one);
		}
		factory.addAdvice(new CachedQueryInterceptor(() -> calls, (text) -> text, null));
		this.menu = (Menu) factory.getProxy();
		this.target.kitchen = this;
		this.beans.put(this.target, this.menu);
	}

	SimulatedCache cache() {
		return this.cache;
	}

	WarmAnswers answers() {
		return this.answers;
	}

	Menu menu() {
		return this.menu;
	}

	ThreadLocal<@Nullable String> tenant() {
		return this.tenant;
	}

	void reading(long millis) {
		this.readMillis = millis;
	}

	void whileReading(@Nullable Runnable step) {
		this.whileReading = step;
	}

	// What was read since the last time.
	List<String> reads() {
		List<String> latest = List.copyOf(this.reads);
		this.reads.clear();
		return latest;
	}

	void change() {
		this.cache.versions().raise(List.of("price"));
	}

	void pass(Duration time) {
		this.cache.nanos().addAndGet(time.toNanos());
	}

	/**
	 * Let a second pass, and begin a turn in which nothing is read yet.
	 */
	void beginTurn() {
		pass(Duration.ofSeconds(1));
		String own = this.tenant.get();
		this.tenant.remove();
		this.answers.turn(this.waiting::add);
		this.tenant.set(own);
	}

	void turn() {
		beginTurn();
		String own = this.tenant.get();
		this.tenant.remove();
		while (!this.waiting.isEmpty()) {
			this.waiting.remove().run();
		}
		this.tenant.set(own);
	}

	/**
	 * Ask something in some turns, so that it counts as asked again and again.
	 * @param question asks it
	 */
	void askAgainAndAgain(Runnable question) {
		question.run();
		for (int i = 0; i < 4; i++) {
			question.run();
			turn();
		}
		question.run();
		reads();
	}

	private Object read(String what) {
		this.reads.add(what);
		pass(Duration.ofMillis(this.readMillis));
		Runnable step = this.whileReading;
		if (step != null) {
			this.whileReading = null;
			step.run();
		}
		return what + " " + ++this.total;
	}

	/**
	 * What can be asked.
	 */
	static class Menu {

		@Nullable WarmKitchen kitchen;

		@CachedQuery(tags = "price", warm = true)
		Object all() {
			return read("all");
		}

		@CachedQuery(tags = "price", warm = true)
		Object of(Object argument) {
			return read("of " + argument);
		}

		@CachedQuery(tags = "price")
		Object cold() {
			return read("cold");
		}

		@CachedQuery(tags = "price", warm = true)
		Object fail() {
			read("fail");
			throw new IllegalStateException("no");
		}

		@CachedQuery(tags = "price", warm = true, unless = "true")
		Object never() {
			return read("never");
		}

		private Object read(String what) {
			WarmKitchen owner = this.kitchen;
			if (owner == null) {
				throw new IllegalStateException("A proxy has no kitchen");
			}
			return owner.read(what);
		}

	}

}
