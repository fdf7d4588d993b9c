package dev.mainstay.autoconfigure.observe.detect;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.observe.DatabaseObserveAutoConfiguration;
import dev.mainstay.autoconfigure.operation.DatabaseOperationAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.kitchen.Questions;
import dev.mainstay.observe.QueryBudget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link QueryBudget}.
 */
class QueryBudgetTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DatabasePoolAutoConfiguration.class, DatabaseObserveAutoConfiguration.class,
				DatabaseOperationAutoConfiguration.class, DatabaseDetectorAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:budget");

	private void run(Consumer<Questions> test) {
		this.runner.run((context) -> test.accept(new Questions(context.getBean(JdbcTemplate.class))));
	}

	@Test
	void isKept() {
		run((questions) -> QueryBudget.assertMax(3, () -> questions.ask(3)));
	}

	@Test
	void tellsWhatWasTooMuchAndWhereItCameFrom() {
		run((questions) -> assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> QueryBudget.assertMax(3, () -> {
				questions.ask(4);
				questions.askOther();
			}))
			.withMessageContaining("5 statements were sent, but at most 3 are allowed")
			.withMessageContaining("4 x select ? + ?")
			.withMessageContaining("4 x at dev.mainstay.kitchen.Questions.ask(Questions.java:")
			.withMessageContaining("1 x at dev.mainstay.kitchen.Questions.askOther(Questions.java:")
			.withMessageNotContaining("secret"));
	}

	@Test
	void countsFailedStatementsAndBatchesOnce() {
		run((questions) -> {
			try (QueryBudget budget = QueryBudget.ofThisThread(2)) {
				questions.fail();
				questions.batch(10);
				assertThat(budget.count()).isEqualTo(2);
			}
		});
	}

	@Test
	void countsTheCallingThreadOrAllOfThem() {
		run((questions) -> {
			try (QueryBudget mine = QueryBudget.ofThisThread(0); QueryBudget all = QueryBudget.ofAllThreads(1)) {
				CompletableFuture.runAsync(() -> questions.ask(1)).join();
				assertThat(mine.count()).isZero();
				assertThat(all.count()).isEqualTo(1);
			}
		});
	}

	@Test
	void countsOneDataSource() {
		run((questions) -> {
			try (QueryBudget used = QueryBudget.ofDataSource(1, "dataSource");
					QueryBudget other = QueryBudget.ofDataSource(0, "other")) {
				questions.ask(1);
				assertThat(used.count()).isEqualTo(1);
				assertThat(other.count()).isZero();
			}
		});
	}

	@Test
	void failsWhenItIsClosedOnce() {
		run((questions) -> {
			QueryBudget budget = QueryBudget.ofThisThread(0);
			questions.ask(1);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(budget::close);
			budget.close();
			questions.ask(1);
			assertThat(budget.count()).isEqualTo(1);
		});
	}

	@Test
	void letsTheFailureOfTheWorkThrough() {
		run((questions) -> assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> QueryBudget.assertMax(0, () -> {
				questions.ask(1);
				throw new IOException("planted");
			})));
	}

	@Test
	void saysThatNothingIsCounted() {
		this.runner.withPropertyValues("db.observe.enabled=false")
			.run((context) -> assertThatIllegalStateException().isThrownBy(() -> QueryBudget.assertMax(1, () -> {
			})).withMessageContaining("db.observe.enabled"));
	}

}
