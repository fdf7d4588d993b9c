package dev.mainstay.observe.detect;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

import dev.mainstay.operation.ApplicationFrame;
import dev.mainstay.operation.CodeOrigin;

/**
 * Finds the place in the application's own code that the calling thread has come to.
 * Takes some microseconds, so it is asked only where there is a suspicion. Thread-safe.
 */
final class CallPlaces {

	// Two loops may call the same method; the callers of a place tell them apart.
	private static final int FRAMES = 3;

	// Between two methods of an application there are the frames of a few interceptors.
	private static final int DISTANCE = 40;

	private static final int DEEPEST = 300;

	private static final StackWalker walker = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

	private final ClassValue<CodeOrigin> origins;

	CallPlaces(ApplicationFrame application) {
		this.origins = new ClassValue<>() {

			@Override
			protected CodeOrigin computeValue(Class<?> type) {
				return application.originOf(type.getName());
			}

		};
	}

	CallPlace current() {
		return walker.walk((frames) -> {
			Search search = new Search();
			Iterator<StackFrame> iterator = frames.iterator();
			while (iterator.hasNext() && search.goesOn()) {
				search.look(iterator.next());
			}
			return search.place();
		});
	}

	/**
	 * A walk along one stack.
	 */
	private final class Search {

		private @Nullable StackFrame first;

		private @Nullable StackFrame caller;

		private @Nullable StackFrame other;

		private boolean hibernate;

		private int identity;

		private int found;

		private int depth;

		private int last;

		boolean goesOn() {
			return this.found < FRAMES && this.depth < DEEPEST
					&& (this.found == 0 || this.depth - this.last <= DISTANCE);
		}

		void look(StackFrame frame) {
			this.depth++;
			switch (CallPlaces.this.origins.get(frame.getDeclaringClass())) {
				case APPLICATION -> found(frame);
				case OTHER -> this.other = (this.other != null) ? this.other : frame;
				case FRAMEWORK ->
					this.hibernate |= this.found == 0 && frame.getClassName().startsWith("org.hibernate.");
				case GENERATED -> {
				}
			}
		}

		private void found(StackFrame frame) {
			if (this.first == null) {
				this.first = frame;
			}
			else if (this.caller == null) {
				this.caller = frame;
			}
			this.found++;
			this.last = this.depth;
			this.identity = (this.identity * 31 + frame.getClassName().hashCode()) * 31 + position(frame);
		}

		CallPlace place() {
			if (this.first == null && this.other != null) {
				return new CallPlace(this.other.getClassName().hashCode() * 31 + position(this.other), this.other, null,
						this.hibernate);
			}
			return new CallPlace(this.identity, this.first, this.caller, this.hibernate);
		}

		private static int position(StackFrame frame) {
			return frame.getMethodName().hashCode() * 31 + frame.getByteCodeIndex();
		}

	}

}
