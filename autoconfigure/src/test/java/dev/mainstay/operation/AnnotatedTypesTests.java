package dev.mainstay.operation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnnotatedTypes}.
 */
class AnnotatedTypesTests {

	private final AnnotatedTypes types = new AnnotatedTypes(List.of(DatabaseOperation.class));

	@ParameterizedTest
	@ValueSource(classes = { OnType.class, OnMethod.class, OnPrivateMethod.class, ByMeta.class, Child.class,
			Implementation.class, GrandChild.class })
	void findsTheAnnotationWhereverItMayStand(Class<?> type) {
		assertThat(this.types.contains(type)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { Object.class, Plain.class, Thread.class, OtherAnnotation.class })
	void seesThatThereIsNone(Class<?> type) {
		assertThat(this.types.contains(type)).isFalse();
	}

	@Test
	void answersTheSameAgain() {
		assertThat(this.types.contains(GrandChild.class)).isTrue();
		assertThat(this.types.contains(GrandChild.class)).isTrue();
		assertThat(this.types.contains(Plain.class)).isFalse();
		assertThat(this.types.contains(Plain.class)).isFalse();
	}

	@Retention(RetentionPolicy.RUNTIME)
	@DatabaseOperation(name = "meta")
	@interface Meta {

	}

	@DatabaseOperation(name = "type")
	static class OnType {

	}

	static class OnMethod {

		@DatabaseOperation(name = "method")
		void method() {
		}

	}

	static class OnPrivateMethod {

		@DatabaseOperation(name = "method")
		@SuppressWarnings("unused")
		private void method() {
		}

	}

	static class ByMeta {

		@Meta
		void method() {
		}

	}

	static class Child extends OnMethod {

	}

	static class GrandChild extends Child {

	}

	interface Contract {

		@DatabaseOperation(name = "contract")
		void method();

	}

	interface Derived extends Contract {

	}

	static class Implementation implements Derived {

		@Override
		public void method() {
		}

	}

	static class Plain {

		void method() {
		}

	}

	static class OtherAnnotation {

		@Deprecated
		int method() {
			return 0;
		}

	}

}
