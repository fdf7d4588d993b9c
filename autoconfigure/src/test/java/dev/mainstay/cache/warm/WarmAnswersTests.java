package dev.mainstay.cache.warm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ReflectionUtils;

import dev.mainstay.cache.tracking.LoadTrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link WarmAnswers}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmAnswersTests {

	private WarmKitchen kitchen = new WarmKitchen(TestWarming.DEFAULTS);

	@Test
	void readsAgainWhatWasOutdated() {
		this.kitchen.askAgainAndAgain(() -> ask("soup"));

		this.kitchen.change();
		this.kitchen.turn();

		assertThat(this.kitchen.reads()).containsExactly("of soup");
		ask("soup");
		assertThat(this.kitchen.reads()).isEmpty();
		assertThat(this.kitchen.answers().statistics().reads(WarmingReason.OUTDATED)).isEqualTo(1);
	}

	@Test
	void readsAgainBeforeTheTimeIsOverWhileTheAnswerIsStillGiven() {
		this.kitchen.askAgainAndAgain(this.kitchen.menu()::all);
		Object old = this.kitchen.menu().all();
		AtomicInteger given = new AtomicInteger();
		this.kitchen.whileReading(() -> {
			assertThat(elsewhere(() -> this.kitchen.menu().all())).isEqualTo(old);
			given.incrementAndGet();
		});

		for (int i = 0; i < 1500; i++) {
			ask();
			assertThat(this.kitchen.reads()).isEmpty();
			this.kitchen.turn();
			this.kitchen.reads();
		}

		assertThat(given).hasValue(1);
		assertThat(this.kitchen.answers().statistics().reads(WarmingReason.EXPIRING)).isBetween(2L, 3L);
	}

	@Test
	void leavesWhatIsNotExpiringAlone() {
		this.kitchen.askAgainAndAgain(this.kitchen.menu()::all);
		for (int i = 0; i < 100; i++) {
			ask();
			this.kitchen.turn();
		}
		assertThat(this.kitchen.reads()).isEmpty();
	}

	@Test
	void readsNothingThatIsHardlyAsked() {
		ask("soup");
		ask("soup");
		this.kitchen.turn();
		this.kitchen.reads();
		this.kitchen.change();
		this.kitchen.turn();
		this.kitchen.turn();
		assertThat(this.kitchen.reads()).isEmpty();
	}

	@Test
	void readsNothingOfMethodsThatDoNotSaySo() {
		this.kitchen.askAgainAndAgain(this.kitchen.menu()::cold);
		this.kitchen.change();
		this.kitchen.turn();
		assertThat(this.kitchen.reads()).isEmpty();
	}

	@Test
	void readsOnceForEachTimeThatSomebodyAsks() {
		this.kitchen.askAgainAndAgain(() -> ask("soup"));
		for (int i = 0; i < 50; i++) {
			this.kitchen.change();
			this.kitchen.turn();
		}
		assertThat(this.kitchen.reads()).hasSize(1);
	}

	@Test
	void storesNothingThatWasReadBeforeAChange() {
		this.kitchen.askAgainAndAgain(this.kitchen.menu()::all);
		this.kitchen.change();
		this.kitchen.whileReading(this.kitchen::change);

		this.kitchen.turn();

		assertThat(this.kitchen.reads()).hasSize(1);
		this.kitchen.menu().all();
		assertThat(this.kitchen.reads()).hasSize(1);
		assertThat(this.kitchen.answers().statistics().notKept()).isEqualTo(1);
	}

	@Test
	void readsNothingThatSomebodyHasReadMeanwhile() {
		this.kitchen.askAgainAndAgain(this.kitchen.menu()::all);
		this.kitchen.change();
		this.kitchen.beginTurn();
		ask();
		this.kitchen.turn();
		assertThat(this.kitchen.reads()).hasSize(1);
	}

	@Test
	void readsNothingWhileChangesAreNotKnown() {
		this.kitchen.answers().callFirst(this.kitchen.menu(), firstCall("all"));
		this.kitchen.cache().versions().distrust(this);
		this.kitchen.turn();
		assertThat(this.kitchen.reads()).isEmpty();
		this.kitchen.cache().versions().trust(this);
		this.kitchen.turn();
		assertThat(this.kitchen.reads()).hasSize(1);
	}

	@Test
	void keepsToItsRate() {
		this.kitchen = new WarmKitchen(TestWarming.DEFAULTS.withRate(3));
		this.kitchen.reading(0);
		askMany(50);
		this.kitchen.reads();
		int before = 0;
		int seconds = 30;
		for (int i = 0; i < seconds; i++) {
			this.kitchen.change();
			this.kitchen.turn();
			before += this.kitchen.reads().size();
			askMany(50);
			this.kitchen.reads();
		}
		assertThat(before).isBetween(30, 3 * (seconds + 2));
		assertThat(this.kitchen.answers().statistics().postponed()).isPositive();
	}

	@Test
	void keepsToItsShareOfTheTime() {
		this.kitchen.reading(1);
		askMany(40);
		for (int i = 0; i < 4; i++) {
			askMany(40);
			this.kitchen.turn();
		}
		askMany(40);
		this.kitchen.reading(400);
		this.kitchen.reads();
		long start = this.kitchen.cache().nanos().get();
		long read = 0;
		for (int i = 0; i < 60; i++) {
			this.kitchen.change();
			this.kitchen.turn();
			read += 400L * this.kitchen.reads().size();
		}
		long elapsed = Duration.ofNanos(this.kitchen.cache().nanos().get() - start).toMillis();
		assertThat(read).isPositive().isLessThan(elapsed / 10 + 800);
	}

	@Test
	void forgetsWhatIsAskedLeast() {
		this.kitchen = new WarmKitchen(TestWarming.DEFAULTS.withQuestions(3));
		for (int i = 0; i < 5; i++) {
			askMany(3);
			this.kitchen.menu().of("rare");
			this.kitchen.menu().of("rare");
			this.kitchen.turn();
			assertThat(this.kitchen.answers().statistics().questions()).isLessThanOrEqualTo(3);
		}
		for (int i = 0; i < 600; i++) {
			this.kitchen.turn();
		}
		assertThat(this.kitchen.answers().statistics().questions()).isZero();
	}

	@Test
	void doesNotAskForATenantOfAnotherThread() {
		this.kitchen.tenant().set("a");
		this.kitchen.askAgainAndAgain(() -> ask("soup"));

		this.kitchen.change();
		this.kitchen.turn();

		assertThat(this.kitchen.reads()).isEmpty();
		assertThat(this.kitchen.cache().store().size()).isEqualTo(1);
		assertThat(this.kitchen.answers().statistics().unrepeatable()).isEqualTo(1);
	}

	@Test
	void storesNothingUnderAKeyThatItsThreadDoesNotMake() {
		ThreadLocal<String> pretended = new ThreadLocal<>();
		WarmKitchen[] kitchens = new WarmKitchen[1];
		this.kitchen = new WarmKitchen(TestWarming.DEFAULTS, (invocation) -> {
			kitchens[0].tenant().set(pretended.get());
			try {
				return invocation.proceed();
			}
			finally {
				kitchens[0].tenant().remove();
			}
		});
		kitchens[0] = this.kitchen;
		this.kitchen.askAgainAndAgain(this.kitchen.menu()::all);
		this.kitchen.change();
		pretended.set("b");
		this.kitchen.turn();
		pretended.remove();
		assertThat(this.kitchen.reads()).hasSize(1);
		assertThat(this.kitchen.answers().statistics().unrepeatable()).isEqualTo(1);

		this.kitchen.menu().all();
		assertThat(this.kitchen.reads()).hasSize(1);
		this.kitchen.change();
		this.kitchen.turn();
		assertThat(this.kitchen.reads()).isEmpty();
	}

	@Test
	void storesNothingIfTheKeyHasChangedWhileItWasRead() {
		this.kitchen.askAgainAndAgain(this.kitchen.menu()::all);
		this.kitchen.change();
		this.kitchen.whileReading(() -> this.kitchen.tenant().set("b"));
		this.kitchen.turn();
		this.kitchen.reads();
		this.kitchen.menu().all();
		assertThat(this.kitchen.reads()).hasSize(1);
	}

	@Test
	void repeatsOnlyWhatNobodyCanChange() {
		List<String> mutable = new ArrayList<>(List.of("soup"));
		this.kitchen.askAgainAndAgain(() -> this.kitchen.menu().of(mutable));
		this.kitchen.askAgainAndAgain(() -> this.kitchen.menu().of(List.of("rice", 1, Duration.ZERO)));
		this.kitchen.change();
		this.kitchen.turn();
		assertThat(this.kitchen.reads()).containsExactly("of [rice, 1, PT0S]");
	}

	@Test
	void callsFirstUntilTheAnswerIsKept() {
		this.kitchen.answers().callFirst(this.kitchen.menu(), firstCall("all"));
		this.kitchen.whileReading(this.kitchen::change);
		for (int i = 0; i < 20; i++) {
			this.kitchen.turn();
		}
		assertThat(this.kitchen.reads()).hasSize(2);
		assertThat(this.kitchen.answers().statistics().reads(WarmingReason.START)).isEqualTo(1);
		this.kitchen.menu().all();
		assertThat(this.kitchen.reads()).isEmpty();
	}

	@Test
	void givesUpWhatIsNeverKept() {
		this.kitchen.answers().callFirst(this.kitchen.menu(), firstCall("never"));
		for (int i = 0; i < 1000; i++) {
			this.kitchen.turn();
		}
		assertThat(this.kitchen.reads()).hasSize(5);
	}

	@Test
	void failuresAreToldOnceAndDoNoHarm(CapturedOutput output) {
		this.kitchen.answers().callFirst(this.kitchen.menu(), firstCall("fail"));
		this.kitchen.answers().callFirst(this.kitchen.menu(), firstCall("all"));
		assertThatNoException().isThrownBy(() -> {
			for (int i = 0; i < 100; i++) {
				this.kitchen.turn();
			}
		});
		assertThat(this.kitchen.reads()).contains("all");
		assertThat(this.kitchen.answers().statistics().failed()).isEqualTo(5);
		assertThat(output.getOut().split("Menu.fail could not be called", -1)).hasSize(2);
	}

	@Test
	void runsAWarmerAgainAndLessOftenTheMoreIsChanged() {
		AtomicInteger runs = new AtomicInteger();
		this.kitchen.answers().run(() -> {
			runs.incrementAndGet();
			ask("soup");
		});
		this.kitchen.turn();
		this.kitchen.turn();
		assertThat(runs).hasValue(1);

		this.kitchen.change();
		this.kitchen.turn();
		this.kitchen.turn();
		assertThat(runs).hasValue(2);
		ask("soup");
		assertThat(this.kitchen.reads()).hasSize(2);

		for (int i = 0; i < 1000; i++) {
			this.kitchen.change();
			this.kitchen.turn();
		}
		assertThat(runs).hasValueBetween(5, 15);
	}

	@Test
	void runsAWarmerAgainThatCouldNotBeFollowedForAWhile() {
		AtomicInteger runs = new AtomicInteger();
		AtomicBoolean followed = new AtomicBoolean(true);
		this.kitchen.answers().run(() -> {
			runs.incrementAndGet();
			if (!followed.get()) {
				LoadTrace.readUnseen("It is not known from where");
			}
			ask("soup");
		});
		this.kitchen.turn();
		followed.set(false);
		this.kitchen.change();
		this.kitchen.turn();
		assertThat(runs).hasValue(2);

		followed.set(true);
		this.kitchen.pass(Duration.ofMinutes(1));
		this.kitchen.turn();
		assertThat(runs).hasValue(3);
		this.kitchen.pass(Duration.ofMinutes(1));
		this.kitchen.turn();
		assertThat(runs).hasValue(3);
	}

	@Test
	void beginsNothingAfterTheEnd() {
		this.kitchen.askAgainAndAgain(this.kitchen.menu()::all);
		this.kitchen.change();
		this.kitchen.beginTurn();
		this.kitchen.answers().end();
		this.kitchen.turn();
		assertThat(this.kitchen.reads()).isEmpty();
		this.kitchen.answers().resume();
		this.kitchen.turn();
		assertThat(this.kitchen.reads()).hasSize(1);
	}

	private void ask() {
		this.kitchen.menu().all();
		this.kitchen.menu().all();
	}

	private void ask(String argument) {
		this.kitchen.menu().of(argument);
		this.kitchen.menu().of(argument);
	}

	private void askMany(int number) {
		for (int i = 0; i < number; i++) {
			ask("dish " + i);
		}
	}

	private static <T> T elsewhere(Callable<T> work) {
		FutureTask<T> task = new FutureTask<>(work);
		new Thread(task).start();
		try {
			return task.get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static WarmCall firstCall(String method) {
		return new WarmCall(new Object(),
				Objects.requireNonNull(ReflectionUtils.findMethod(WarmKitchen.Menu.class, method)), new Object[0]);
	}

}
