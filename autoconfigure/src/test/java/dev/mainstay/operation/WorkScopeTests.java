package dev.mainstay.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkScope}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkScopeTests {

	private static final Operation OPERATION = new Operation("Box.open", "com.example.Box.open");

	@AfterEach
	void leavesNothingBehind() {
		assertThat(WorkScope.current()).isNull();
	}

	@Test
	void isCurrentUntilItIsClosed() {
		WorkScope scope = WorkScope.open(WorkKind.MESSAGE, () -> OPERATION);
		assertThat(WorkScope.current()).isSameAs(scope);
		assertThat(scope.operation()).isSameAs(OPERATION);
		assertThat(scope.isAwaited()).isFalse();
		scope.close();
		scope.close();
	}

	@Test
	void belongsToItsThread() {
		WorkScope scope = WorkScope.open(WorkKind.REQUEST, () -> null);
		assertThat(CompletableFuture.supplyAsync(() -> WorkScope.current() == null).join()).isTrue();
		scope.close();
	}

	@Test
	void nestedWorkIsAwaitedAsWhatItIsPartOf() {
		WorkScope outer = WorkScope.open(WorkKind.REQUEST, () -> null);
		WorkScope inner = WorkScope.open(WorkKind.ASYNC_CALL, () -> null);
		assertThat(inner.parent()).isSameAs(outer);
		assertThat(inner.isAwaited()).isTrue();
		inner.close();
		assertThat(WorkScope.current()).isSameAs(outer);
		outer.close();
	}

	@Test
	void closesWhatWasForgottenInside() {
		List<String> closed = new ArrayList<>();
		WorkScope outer = WorkScope.open(WorkKind.REQUEST, () -> null);
		outer.attach(this, (WorkScopeListener) (scope) -> closed.add("outer"));
		for (int i = 0; i < 2; i++) {
			WorkScope.open(WorkKind.ASYNC_CALL, () -> null)
				.attach(this, (WorkScopeListener) (scope) -> closed.add("inner"));
		}
		outer.close();
		assertThat(closed).containsExactly("inner", "inner", "outer");
	}

	@Test
	void isDroppedWhenAnotherThreadHasClosedIt() {
		WorkScope outer = WorkScope.open(WorkKind.REQUEST, () -> null);
		WorkScope inner = WorkScope.open(WorkKind.TRANSACTION, () -> null);
		CompletableFuture.runAsync(inner::close).join();
		assertThat(WorkScope.current()).isSameAs(outer);
		outer.close();
	}

	@Test
	void asksForTheNameUntilItIsKnown() {
		AtomicReference<Operation> name = new AtomicReference<>();
		WorkScope scope = WorkScope.open(WorkKind.REQUEST, name::get);
		assertThat(scope.operation()).isNull();
		name.set(OPERATION);
		assertThat(scope.operation()).isSameAs(OPERATION);
		name.set(null);
		assertThat(scope.operation()).isSameAs(OPERATION);
		scope.close();
	}

	@Test
	void keepsAttachmentsApart() {
		Object other = new Object();
		WorkScope scope = WorkScope.open(WorkKind.MESSAGE, () -> null);
		scope.attach(this, "mine");
		scope.attach(other, "other");
		assertThat(scope.attachment(this)).isEqualTo("mine");
		assertThat(scope.attachment(other)).isEqualTo("other");
		assertThat(scope.attachment("nobody")).isNull();
		scope.close();
	}

	@Test
	void aListenerThatFailsHarmsNobody(CapturedOutput output) {
		List<String> closed = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			WorkScope scope = WorkScope.open(WorkKind.MESSAGE, () -> null);
			scope.attach(closed, (WorkScopeListener) (one) -> closed.add("told"));
			scope.attach(this, (WorkScopeListener) (one) -> {
				throw new IllegalStateException("planted");
			});
			scope.close();
		}
		assertThat(closed).hasSize(2);
		assertThat(output).containsOnlyOnce("planted");
	}

}
