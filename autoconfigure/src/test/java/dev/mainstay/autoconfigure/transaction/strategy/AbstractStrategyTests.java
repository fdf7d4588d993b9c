package dev.mainstay.autoconfigure.transaction.strategy;

import java.sql.SQLException;
import java.util.Objects;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

import dev.mainstay.autoconfigure.transaction.strategy.StrategyApplication.Cook;
import dev.mainstay.autoconfigure.transaction.strategy.StrategyApplication.Dish;
import dev.mainstay.autoconfigure.transaction.strategy.StrategyApplication.Kitchen;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of strategies in one application on one database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractStrategyTests {

	private static final String EXPLANATION = "[a statement took longer than "
			+ "db.transaction.strategies.brief.statement-timeout=200ms allows; if that is right for this application, "
			+ "set a longer one]";

	private final TestDatabase database;

	/**
	 * Asks for the statement timeout of the session, as text.
	 */
	private final String timeout;

	/**
	 * A query of one row that takes about a minute.
	 */
	private final String slow;

	private @Nullable ConfigurableApplicationContext context;

	AbstractStrategyTests(TestDatabase database, String timeout, String slow) {
		this.database = database;
		this.timeout = timeout;
		this.slow = slow;
	}

	/**
	 * Say a duration as the database does.
	 */
	abstract String shown(int millis);

	@BeforeAll
	void start() {
		this.context = StrategyApplication.start(this.database);
	}

	@AfterAll
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	Kitchen kitchen() {
		return Objects.requireNonNull(this.context).getBean(Kitchen.class);
	}

	@Test
	void limitsTheStatementsOfEveryAccessPath() {
		assertLimited(() -> kitchen().brief(this.slow));
		assertLimited(() -> kitchen().briefWithJpa(this.slow));
		assertLimited(() -> kitchen().briefWithPlainJdbc(this.slow));
		assertLimited(() -> kitchen().briefWithTemplate(this.slow));

		assertThat(kitchen().plain(this.timeout)).isEqualTo(shown(30_000));
	}

	@Test
	void limitsTheStatementsOfRepositories() {
		for (int i = 1; i <= 20; i++) {
			kitchen().dishes().save(new Dish(i, "soup"));
		}

		assertLimited(() -> kitchen().dishes().countForever());
		assertThat(kitchen().dishes().rename(1, "stew")).isOne();
		assertThat(kitchen().plain(this.timeout)).isEqualTo(shown(30_000));
	}

	@Test
	void leavesNothingBehind() {
		assertThat(kitchen().reading(this.timeout)).isEqualTo(shown(10_000));
		assertThat(kitchen().plain(this.timeout)).isEqualTo(shown(30_000));
		assertThat(kitchen().transactional(this.timeout)).isEqualTo(shown(30_000));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> kitchen().fail(this.timeout));
		assertThat(kitchen().plain(this.timeout)).isEqualTo(shown(30_000));
	}

	@Test
	void allowsMoreThanTheSessionDoes() {
		assertThat(kitchen().strict(this.timeout)).isEqualTo(shown(120_000));
		assertThat(kitchen().plain(this.timeout)).isEqualTo(shown(30_000));
	}

	@Test
	void holdsInTheSameTransactionAfterTheFirstStatement() {
		assertThat(kitchen().readingTwice(this.timeout)).isEqualTo(shown(10_000));
	}

	@Test
	void limitsWhereSessionsAreNotGuarded() {
		StrategyApplication.withoutJpa(this.database)
			.withPropertyValues("db.session.enabled=false")
			.withBean(Cook.class)
			.run((context) -> {
				Cook cook = context.getBean(Cook.class);

				assertLimited(() -> cook.brief(this.slow));
				assertThat(cook.plain(this.timeout)).isEqualTo(shown(0));
			});
	}

	private static void assertLimited(ThrowingCallable work) {
		Throwable failure = catchThrowable(work);
		assertThat(failure).hasRootCauseInstanceOf(SQLException.class).hasStackTraceContaining(EXPLANATION);
	}

}
