package dev.mainstay.cache.check.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.read.ReadOptions;

/**
 * Asks one question after the other, and notes what it is told. Confined to one thread.
 */
final class Reader {

	private static final long[] NOTHING = {};

	private final Client.Access access;

	private final Question favourite;

	private final Random random;

	private final Recording recording;

	/**
	 * Create a reader.
	 * @param access what clients share
	 * @param favourite what is asked half of the time, by all of them
	 * @param random decides
	 * @param recording notes the answers
	 */
	Reader(Client.Access access, Question favourite, Random random, Recording recording) {
		this.access = access;
		this.favourite = favourite;
		this.random = random;
		this.recording = recording;
	}

	private Question question() {
		return this.random.nextBoolean() ? this.favourite : Question.any(this.random);
	}

	// Through the cache.
	void read(@Nullable Connection connection, @Nullable Unit unit) throws Throwable {
		Question question = question();
		long begin = begin(unit);
		long[] rows = this.access.reads()
			.read(question, this.access.shape(), ReadOptions.DEFAULTS, () -> load(question, connection));
		record(question, (rows != null) ? rows : NOTHING, begin, false, unit);
	}

	// Past the cache.
	void look(@Nullable Connection connection, @Nullable Unit unit) throws SQLException {
		Question question = question();
		long begin = begin(unit);
		record(question, load(question, connection), begin, true, unit);
	}

	private static long begin(@Nullable Unit unit) {
		long now = System.nanoTime();
		return (unit != null) ? unit.begin(now) : now;
	}

	private void record(Question question, long[] rows, long begin, boolean direct, @Nullable Unit unit) {
		long snapshot = (unit != null) ? unit.snapshot() : 0;
		this.recording.add(new Read(this.access.instance(), question, rows, begin, System.nanoTime(),
				direct || snapshot != 0, snapshot, (unit != null) ? unit.written() : Map.of()));
	}

	private long[] load(Question question, @Nullable Connection connection) throws SQLException {
		if (connection != null) {
			return question.ask(connection);
		}
		try (Connection own = this.access.connections().getConnection()) {
			return question.ask(own);
		}
	}

}
