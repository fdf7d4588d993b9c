package dev.mainstay.transaction.strategy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TransactionStrategies}.
 */
class TransactionStrategiesTests {

	private static final TransactionStrategy MENU_GENERATION = new TransactionStrategy("menu-generation", false,
			Isolation.SERIALIZABLE, Duration.ofSeconds(120), Duration.ofMillis(200500));

	private final TransactionStrategies strategies = new TransactionStrategies(
			List.of(TransactionStrategy.builtIn().get(0), MENU_GENERATION), Map.of("menu-planning", "menu-generation"));

	@ParameterizedTest
	@CsvSource({ "read-only, true, 10", "simple-write, false, 15", "complex-write, false, 30" })
	void hasWhatMostOperationsNeed(String name, boolean readOnly, int seconds) {
		TransactionStrategy strategy = new TransactionStrategies(TransactionStrategy.builtIn(), Map.of()).get(name);

		assertThat(strategy)
			.isEqualTo(new TransactionStrategy(name, readOnly, null, Duration.ofSeconds(seconds), null));
	}

	@Test
	void namesTheStrategiesThatExistWhenOneIsUnknown() {
		assertThatExceptionOfType(UnknownStrategyException.class).isThrownBy(() -> this.strategies.get("menus"))
			.withMessage(
					"There is no transaction strategy 'menus'; the ones that exist are read-only, menu-generation");
	}

	@Test
	void findsNamesInTheSpellingOfTheEnvironment() {
		assertThat(this.strategies.get("menugeneration")).isEqualTo(MENU_GENERATION);
		assertThat(this.strategies.ofOperation("MENUPLANNING")).isEqualTo(MENU_GENERATION);
		assertThat(this.strategies.ofOperation("shopping")).isNull();
	}

	@Test
	void definesATransactionForATemplate() {
		TransactionDefinition definition = this.strategies.definition("menu-generation", "weekly");

		assertThat(definition.getName()).isEqualTo("weekly [menu-generation]");
		assertThat(definition.isReadOnly()).isFalse();
		assertThat(definition.getIsolationLevel()).isEqualTo(TransactionDefinition.ISOLATION_SERIALIZABLE);
		assertThat(definition.getTimeout()).isEqualTo(201);
		assertThat(this.strategies.definition("read-only", "weekly").isReadOnly()).isTrue();
		assertThat(this.strategies.definition("read-only", "weekly").getTimeout())
			.isEqualTo(TransactionDefinition.TIMEOUT_DEFAULT);
	}

	@Test
	void roundsAShortTimeoutUpToASecond() {
		TransactionStrategy brief = new TransactionStrategy("brief", null, null, null, Duration.ofMillis(1));

		assertThat(brief.timeoutSeconds()).isOne();
	}

	@Test
	void tellsFromTheNameOfATransactionWhichStrategyItFollows() {
		assertThat(this.strategies.ofTransaction("Menus.generate [menu-generation]")).isEqualTo(MENU_GENERATION);
		assertThat(this.strategies.ofTransaction("Menus.generate [unknown]")).isNull();
		assertThat(this.strategies.ofTransaction("Menus.generate")).isNull();
		assertThat(this.strategies.ofTransaction("menu-generation]")).isNull();
		assertThat(this.strategies.ofTransaction(null)).isNull();
	}

}
