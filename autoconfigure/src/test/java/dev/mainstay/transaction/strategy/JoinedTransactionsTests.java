package dev.mainstay.transaction.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JoinedTransactions}.
 */
@ExtendWith(OutputCaptureExtension.class)
class JoinedTransactionsTests {

	private final TransactionStrategies strategies = new TransactionStrategies(all(), Map.of());

	private final CurrentStrategy current = new CurrentStrategy(() -> this.strategies);

	private final JoinedTransactions joined = new JoinedTransactions(this.current);

	private static List<TransactionStrategy> all() {
		List<TransactionStrategy> all = new ArrayList<>(TransactionStrategy.builtIn());
		all.add(new TransactionStrategy("strict", null, Isolation.SERIALIZABLE, Duration.ofSeconds(15), null));
		return all;
	}

	@Test
	void saysOnceWhatDoesNotHold(CapturedOutput output) {
		StrategyTransactionAttribute attribute = attribute("strict", TransactionDefinition.PROPAGATION_REQUIRED);

		within(this.strategies.definition("read-only", "Menus.list"), () -> {
			this.joined.entering(attribute);
			this.joined.entering(attribute);
		});

		assertThat(output.toString().lines().filter((line) -> line.contains("Menus.generate joins"))).singleElement()
			.asString()
			.contains("WARN")
			.endsWith("Menus.generate joins the transaction of Menus.list [read-only], so this does not hold of its "
					+ "strategy 'strict': isolation SERIALIZABLE, statement timeout. Give the strategy to the method "
					+ "that begins the transaction");
	}

	@Test
	void warnsOfWritesInATransactionThatOnlyReads(CapturedOutput output) {
		within(this.strategies.definition("read-only", "Menus.list"),
				() -> this.joined.entering(attribute("simple-write", TransactionDefinition.PROPAGATION_REQUIRED)));

		assertThat(output).contains("WARN").contains("that it may write, statement timeout");
	}

	@Test
	void mentionsAnotherTimeoutWithoutAlarm(CapturedOutput output) {
		within(new DefaultTransactionDefinition(),
				() -> this.joined.entering(attribute("read-only", TransactionDefinition.PROPAGATION_REQUIRED)));

		assertThat(output).contains("joins the transaction of a caller without a name")
			.contains("'read-only': statement timeout")
			.doesNotContain("WARN");
	}

	@Test
	void isSilentWhereTheStrategyHolds(CapturedOutput output) {
		this.joined.entering(attribute("strict", TransactionDefinition.PROPAGATION_REQUIRED));
		within(this.strategies.definition("strict", "Menus.list"),
				() -> this.joined.entering(attribute("strict", TransactionDefinition.PROPAGATION_REQUIRED)));
		within(this.strategies.definition("read-only", "Menus.list"),
				() -> this.joined.entering(attribute("strict", TransactionDefinition.PROPAGATION_REQUIRES_NEW)));

		assertThat(output).doesNotContain("joins the transaction");
	}

	private StrategyTransactionAttribute attribute(String strategy, int propagation) {
		return new StrategyTransactionAttribute(new DefaultTransactionAttribute(propagation),
				this.strategies.get(strategy), "Menus.generate");
	}

	private void within(TransactionDefinition definition, Runnable work) {
		new TransactionTemplate(new FakeTransactionManager(this.current), definition)
			.executeWithoutResult((status) -> work.run());
	}

}
