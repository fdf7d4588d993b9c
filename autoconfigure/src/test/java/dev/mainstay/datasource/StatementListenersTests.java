package dev.mainstay.datasource;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link StatementListeners}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StatementListenersTests {

	private final StatementExecution execution = mock(StatementExecution.class);

	private final List<String> heard = new ArrayList<>();

	@Test
	void isNobodyWithoutListeners() {
		assertThat(StatementListeners.of(List.of())).isSameAs(StatementListeners.NOBODY);
	}

	@Test
	void switchesOffWhatFailsAndSaysSoOnce(CapturedOutput output) {
		StatementListener all = StatementListeners.of(List.of(failing(), listening("a"), failing(), listening("b")));

		all.started(this.execution);
		all.completed(this.execution);
		all.completed(this.execution);

		assertThat(this.heard).containsExactly("a", "b", "a", "b");
		assertThat(output.toString().split("hears of no further statements", -1)).hasSize(3);
	}

	@Test
	void keepsParametersIfAnybodyWantsThem() {
		StatementListener curious = new StatementListener() {

			@Override
			public boolean wantsParameters() {
				return true;
			}

		};
		StatementListener broken = new StatementListener() {

			@Override
			public boolean wantsParameters() {
				throw new IllegalStateException("planted");
			}

		};

		assertThat(StatementListeners.of(List.of(listening("a"))).wantsParameters()).isFalse();
		assertThat(StatementListeners.of(List.of(broken)).wantsParameters()).isFalse();
		assertThat(StatementListeners.of(List.of(broken, curious)).wantsParameters()).isTrue();
	}

	private StatementListener listening(String name) {
		return new StatementListener() {

			@Override
			public void completed(StatementExecution one) {
				StatementListenersTests.this.heard.add(name);
			}

		};
	}

	private static StatementListener failing() {
		return new StatementListener() {

			@Override
			public void started(StatementExecution one) {
				throw new IllegalStateException("planted");
			}

			@Override
			public void completed(StatementExecution one) {
				throw new AssertionError("planted");
			}

		};
	}

}
