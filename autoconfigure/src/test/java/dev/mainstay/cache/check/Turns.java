package dev.mainstay.cache.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets one of several threads run at a time, and chooses at each step which one goes on,
 * so that the same seed gives the same course of events.
 */
final class Turns {

	private static final BooleanSupplier READY = () -> true;

	private final Random random;

	private final List<Actor> actors = new ArrayList<>();

	private final Thread owner = Thread.currentThread();

	private volatile @Nullable Actor current;

	private volatile boolean over;

	private long steps;

	Turns(Random random) {
		this.random = random;
	}

	Actor join(Runnable work) {
		Actor actor = new Actor(work);
		this.actors.add(actor);
		return actor;
	}

	/**
	 * Let them all run until the last one is done.
	 * @param threads as many threads as there are actors
	 */
	void run(List<Performer> threads) {
		for (int i = 0; i < this.actors.size(); i++) {
			threads.get(i).perform(this.actors.get(i));
		}
		hand();
		while (!this.over) {
			LockSupport.park(this);
		}
	}

	long steps() {
		return this.steps;
	}

	/**
	 * Perhaps somebody else goes on here.
	 */
	void step() {
		await(READY);
	}

	/**
	 * Somebody else goes on until something is so.
	 * @param condition what to wait for
	 */
	void await(BooleanSupplier condition) {
		Actor me = this.current;
		if (me == null || me.thread != Thread.currentThread()) {
			return;
		}
		me.ready = condition;
		if (hand() != me) {
			me.park();
		}
	}

	private Actor hand() {
		this.steps++;
		int runnable = 0;
		Actor chosen = null;
		for (Actor actor : this.actors) {
			if (!actor.done && actor.ready.getAsBoolean()) {
				runnable++;
				if (this.random.nextInt(runnable) == 0) {
					chosen = actor;
				}
			}
		}
		if (chosen == null) {
			throw new IllegalStateException("All wait for each other");
		}
		pass(chosen);
		return chosen;
	}

	private void pass(Actor chosen) {
		this.current = chosen;
		LockSupport.unpark(chosen.thread);
	}

	private void leave(Actor actor) {
		actor.done = true;
		if (this.actors.stream().allMatch((one) -> one.done)) {
			this.over = true;
			LockSupport.unpark(this.owner);
		}
		else {
			hand();
		}
	}

	/**
	 * One of the threads that take turns.
	 */
	final class Actor implements Runnable {

		private final Runnable work;

		private BooleanSupplier ready = READY;

		private boolean done;

		private volatile @Nullable Thread thread;

		Actor(Runnable work) {
			this.work = work;
		}

		void enter(Thread performer) {
			this.thread = performer;
		}

		private void park() {
			while (Turns.this.current != this) {
				LockSupport.park(this);
			}
		}

		@Override
		public void run() {
			park();
			try {
				this.work.run();
			}
			finally {
				leave(this);
			}
		}

	}

	/**
	 * A thread that plays one actor after the other.
	 */
	static final class Performer extends Thread {

		private volatile @Nullable Runnable next;

		Performer(int number) {
			super("performer-" + number);
			setDaemon(true);
		}

		void perform(Actor actor) {
			while (this.next != null) {
				Thread.onSpinWait();
			}
			actor.enter(this);
			this.next = actor;
			LockSupport.unpark(this);
		}

		@Override
		public void run() {
			while (!isInterrupted()) {
				Runnable work = this.next;
				if (work == null) {
					LockSupport.park(this);
				}
				else {
					this.next = null;
					work.run();
				}
			}
		}

	}

}
