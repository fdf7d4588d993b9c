package dev.mainstay.transaction.statistics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.mainstay.operation.Operation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OperationName}.
 */
class OperationNameTests {

	@ParameterizedTest
	@CsvSource({ "com.example.MenuService.generate, MenuService.generate",
			"com.example.MenuService.generate [complex-write], MenuService.generate",
			"MenuService.generate, MenuService.generate", "menu-generation, menu-generation",
			"menu-generation [own], menu-generation", "nightly import of v1.2, nightly import of v1.2",
			"com.example.lower.case, com.example.lower.case", "[x], [x]", "., ." })
	void isWhatPeopleCallTheTransaction(String transaction, String name) {
		assertThat(OperationName.shorten(transaction)).isEqualTo(name);
	}

	@Test
	void isThatOfTheOperationFirst() {
		assertThat(OperationName.current()).isNull();
		Operation before = Operation.enter(new Operation("pay", "com.example.Orders.pay"));
		try {
			assertThat(OperationName.current()).isEqualTo("pay");
		}
		finally {
			Operation.enter(before);
		}
	}

}
