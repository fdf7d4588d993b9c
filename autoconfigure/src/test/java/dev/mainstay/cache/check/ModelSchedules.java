package dev.mainstay.cache.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.store.Shape;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.datasource.LentConnections;

/**
 * Short runs against a {@link ModelDatabase} in which a seed decides everything, also
 * which thread goes on at each step, so that each can be repeated as it was.
 */
final class ModelSchedules implements AutoCloseable {

	private static final int CLIENTS = 3;

	private static final int STEPS = 5;

	private static final int LOSSES_OF = 20;

	private final List<Turns.Performer> threads = new ArrayList<>();

	private final LentConnections lent = new LentConnections();

	private final Flaw flaw;

	private long steps;

	private long reads;

	private long hits;

	ModelSchedules(Flaw flaw) {
		this.flaw = flaw;
		for (int i = 0; i < CLIENTS; i++) {
			Turns.Performer thread = new Turns.Performer(i);
			thread.start();
			this.threads.add(thread);
		}
	}

	/**
	 * Run one.
	 * @param seed decides everything
	 * @return what went wrong, or {@code null}
	 */
	@Nullable Throwable run(long seed) {
		Random random = new Random(seed * 0x9E3779B97F4A7C15L);
		Turns turns = new Turns(random);
		// A clock that is read is a place where others may go on.
		CheckedCache cache = new CheckedCache(new RegisterTables(turns::step), () -> {
			turns.step();
			return 0;
		}, turns::await, this.flaw);
		ModelDatabase database = new ModelDatabase(turns::step, random, LOSSES_OF);
		ModelAdvice advice = new ModelAdvice(this.lent, cache);
		ConnectionSource connections = () -> new AdvisedConnection(database.connect(), advice, 0).lent();
		Shape shape = cache.store().shape("register");
		History history = new History(new AtomicLong(), new long[History.PLACES]);
		List<Client> clients = new ArrayList<>();
		Question favourite = Question.any(random);
		for (int i = 0; i < CLIENTS; i++) {
			Client client = new Client(connections, cache.reads(), shape, history, this.flaw, new Client.Faults() {
			}, new Random(random.nextLong()), STEPS, favourite);
			clients.add(client);
			turns.join(client);
		}
		turns.run(this.threads);
		this.steps += turns.steps();
		this.reads += history.reads();
		this.hits += shape.statistics().hits();
		for (Client client : clients) {
			if (client.failure() != null) {
				return client.failure();
			}
		}
		return null;
	}

	/**
	 * Run many, until one goes wrong.
	 * @param first the first seed
	 * @param count how many
	 * @return the seed that went wrong and how, or {@code null}
	 */
	@Nullable Failure run(long first, int count) {
		for (long seed = first; seed < first + count; seed++) {
			Throwable failure = run(seed);
			if (failure != null) {
				return new Failure(seed, failure);
			}
		}
		return null;
	}

	long steps() {
		return this.steps;
	}

	long reads() {
		return this.reads;
	}

	long hits() {
		return this.hits;
	}

	@Override
	public void close() {
		this.threads.forEach(Thread::interrupt);
	}

	/**
	 * A schedule that went wrong.
	 *
	 * @param seed its seed
	 * @param error how it went wrong
	 */
	record Failure(long seed, Throwable error) {

	}

}
