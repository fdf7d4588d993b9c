package dev.mainstay.constraint;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;

/**
 * Asks the catalogs over connections of their own and remembers what they said. Never
 * fails, and never holds many callers up: each question is asked once at a time, a few at
 * most are asked together, and a database that does not answer is left alone for a while.
 */
final class CatalogLookup {

	private static final Logger logger = LoggerFactory.getLogger(CatalogLookup.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	// A migration may change what a constraint consists of.
	private static final Duration FRESH = Duration.ofMinutes(10);

	private static final Duration FRESH_NOTHING = Duration.ofSeconds(30);

	private static final Duration QUIET = Duration.ofSeconds(10);

	private static final int MOST_KNOWN = 500;

	private static final int MOST_TOGETHER = 2;

	private final SideConnections connections;

	private final LongSupplier nanoTime;

	// Guarded by itself.
	private final Map<Question, Answer> answers = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
			return size() > MOST_KNOWN;
		}

	};

	private final ConcurrentMap<Question, CompletableFuture<Finding>> underWay = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Long> quietSince = new ConcurrentHashMap<>();

	private final Semaphore together = new Semaphore(MOST_TOGETHER);

	CatalogLookup(SideConnections connections, LongSupplier nanoTime) {
		this.connections = connections;
		this.nanoTime = nanoTime;
	}

	/**
	 * Complete a finding.
	 * @param dataSource the bean name of the data source
	 * @param finding what the error says
	 * @param statement the statement that failed, if known
	 * @return what is known now, or the same finding
	 */
	Finding complete(String dataSource, Finding finding, @Nullable FailedStatement statement) {
		DatabaseProduct product = this.connections.product(dataSource);
		Catalog catalog = (product != null) ? Catalog.of(product) : null;
		if (catalog == null) {
			return finding;
		}
		Question question = new Question(dataSource, finding, statement);
		Finding known = known(question);
		if (known != null) {
			return known;
		}
		if (isQuiet(dataSource)) {
			return finding;
		}
		CompletableFuture<Finding> mine = new CompletableFuture<>();
		CompletableFuture<Finding> others = this.underWay.putIfAbsent(question, mine);
		if (others != null) {
			return await(others, finding);
		}
		Finding result = finding;
		try {
			result = ask(catalog, question);
		}
		finally {
			this.underWay.remove(question, mine);
			mine.complete(result);
		}
		return result;
	}

	private Finding ask(Catalog catalog, Question question) {
		try {
			if (!this.together.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				return question.finding();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return question.finding();
		}
		try {
			// Whoever was before may have found out that nobody answers.
			return isQuiet(question.dataSource()) ? question.finding() : connectAndAsk(catalog, question);
		}
		finally {
			this.together.release();
		}
	}

	private Finding connectAndAsk(Catalog catalog, Question question) {
		try (Connection connection = this.connections.open(question.dataSource(), TIMEOUT)) {
			Finding result = catalog.complete(connection, question.finding(), question.statement());
			remember(question, result);
			return result;
		}
		catch (SQLException | RuntimeException ex) {
			this.quietSince.put(question.dataSource(), this.nanoTime.getAsLong());
			// Its text may hold an address.
			logger.debug("Constraints of data source '{}' are not looked up for {} s: {}", question.dataSource(),
					QUIET.toSeconds(), ex.getClass().getName());
			return question.finding();
		}
	}

	private static Finding await(CompletableFuture<Finding> others, Finding finding) {
		try {
			return others.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return finding;
		}
		catch (TimeoutException | ExecutionException ex) {
			return finding;
		}
	}

	private boolean isQuiet(String dataSource) {
		Long since = this.quietSince.get(dataSource);
		return since != null && this.nanoTime.getAsLong() - since < QUIET.toNanos();
	}

	private @Nullable Finding known(Question question) {
		synchronized (this.answers) {
			Answer answer = this.answers.get(question);
			if (answer == null) {
				return null;
			}
			boolean nothing = answer.finding().equals(question.finding());
			Duration fresh = nothing ? FRESH_NOTHING : FRESH;
			return (this.nanoTime.getAsLong() - answer.since() < fresh.toNanos()) ? answer.finding() : null;
		}
	}

	private void remember(Question question, Finding finding) {
		synchronized (this.answers) {
			this.answers.put(question, new Answer(finding, this.nanoTime.getAsLong()));
		}
	}

	/**
	 * What is asked.
	 *
	 * @param dataSource whose catalog
	 * @param finding what is known
	 * @param statement the statement that failed
	 */
	private record Question(String dataSource, Finding finding, @Nullable FailedStatement statement) {

	}

	/**
	 * What was answered.
	 *
	 * @param finding what the catalog made of it
	 * @param since when
	 */
	private record Answer(Finding finding, long since) {

	}

}
