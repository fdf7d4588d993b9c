package dev.mainstay.operation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a thread does for one request, message, task, call or transaction. The current
 * one belongs to its thread and does not follow work that is handed to another; what the
 * thread is made to begin meanwhile is nested in it. Opening and closing one costs about
 * as much as an entry of a map.
 */
public final class WorkScope implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WorkScope.class);

	// An empty entry stays with the thread; to remove and add it each time costs as much
	// as
	// all the rest.
	private static final ThreadLocal<@Nullable WorkScope> current = new ThreadLocal<>();

	private static final AtomicBoolean warned = new AtomicBoolean();

	private final WorkKind kind;

	private final @Nullable WorkScope parent;

	private final Supplier<@Nullable Operation> source;

	private @Nullable Operation operation;

	private boolean nameless;

	private boolean limited;

	private long deadline;

	// Of no use to any other thread, unlike the mark that the scope is over.
	private @Nullable Attachment attachments;

	private volatile boolean closed;

	private WorkScope(WorkKind kind, @Nullable WorkScope parent, Supplier<@Nullable Operation> source) {
		this.kind = kind;
		this.parent = parent;
		this.source = source;
	}

	/**
	 * Return the work that the calling thread is at.
	 * @return the innermost scope, or {@code null} outside of any
	 */
	public static @Nullable WorkScope current() {
		WorkScope scope = current.get();
		return (scope == null || !scope.closed) ? scope : surviving(scope);
	}

	// Another thread has closed it, such as that which ended a transaction.
	private static @Nullable WorkScope surviving(WorkScope closed) {
		WorkScope scope = closed;
		while (scope != null && scope.closed) {
			scope = scope.parent;
		}
		current.set(scope);
		return scope;
	}

	/**
	 * Begin work on the calling thread. The caller closes it in a {@code finally} block.
	 * @param kind what made the thread begin
	 * @param operation tells what the work is called when somebody wants to know; it may
	 * answer {@code null} as long as that is not known, and its answers must come from a
	 * small closed set
	 * @return the scope of the work
	 */
	public static WorkScope open(WorkKind kind, Supplier<@Nullable Operation> operation) {
		WorkScope scope = new WorkScope(kind, current(), operation);
		current.set(scope);
		return scope;
	}

	/**
	 * Return what made the thread begin.
	 * @return the kind
	 */
	public WorkKind kind() {
		return this.kind;
	}

	/**
	 * Return what the thread was at when this work began.
	 * @return the scope around this one, or {@code null} if it is the outermost
	 */
	public @Nullable WorkScope parent() {
		return this.parent;
	}

	/**
	 * Return whether somebody waits for this work, or for some that it is a part of.
	 * @return whether it is known that somebody does
	 */
	public boolean isAwaited() {
		return this.kind.isAwaited() || (this.parent != null && this.parent.isAwaited());
	}

	/**
	 * Say until when this work has to be done: whoever asked for it will not wait any
	 * longer. Whatever it would have to wait for in vain is refused.
	 * @param time the moment as {@link System#nanoTime()} has it; counts if it is earlier
	 * than what was said before
	 */
	public void endAt(long time) {
		if (!this.limited || time - this.deadline < 0) {
			this.deadline = time;
			this.limited = true;
		}
	}

	/**
	 * Return how much time is left for this work, and what it is a part of.
	 * @param now the time as {@link System#nanoTime()} has it
	 * @return nanoseconds, less than 0 if the time is over; {@link Long#MAX_VALUE} if
	 * there is no limit
	 */
	public long nanosLeft(long now) {
		long left = this.limited ? this.deadline - now : Long.MAX_VALUE;
		return (this.parent != null) ? Math.min(left, this.parent.nanosLeft(now)) : left;
	}

	/**
	 * Return what the work is called, where nothing more exact is known than who began
	 * it; {@link Operation#current()} is more exact.
	 * @return the operation, such as the handler of a request, or {@code null} if it has
	 * no name, or none yet
	 */
	public @Nullable Operation operation() {
		Operation known = this.operation;
		if (known == null && !this.nameless) {
			known = name();
			this.operation = known;
		}
		return known;
	}

	/**
	 * Return what the work is called as far as somebody has wanted to know. Any thread
	 * may ask, even when the work is over.
	 * @return the operation, or {@code null} if nobody has asked or it has no name
	 */
	public @Nullable Operation knownOperation() {
		return this.operation;
	}

	/**
	 * Return whether this work is over, and what it is a part of, too. Any thread may
	 * ask.
	 * @return whether all of it is closed
	 */
	public boolean isOver() {
		return this.closed && (this.parent == null || this.parent.isOver());
	}

	private @Nullable Operation name() {
		try {
			return this.source.get();
		}
		catch (RuntimeException | LinkageError ex) {
			this.nameless = true;
			logger.debug("Work of kind {} stays without a name", this.kind, ex);
			return null;
		}
	}

	/**
	 * Return on whose behalf the calling thread works, as exactly as that is known.
	 * @return the named operation, else that of the innermost scope; {@code null} if
	 * neither is known
	 */
	public static @Nullable Operation currentOperation() {
		Operation named = Operation.current();
		if (named != null) {
			return named;
		}
		WorkScope scope = current();
		return (scope != null) ? scope.operation() : null;
	}

	/**
	 * Return what was attached to this work.
	 * @param key whose attachment it is, the same object as when it was attached
	 * @return the attachment, or {@code null} if there is none
	 */
	public @Nullable Object attachment(Object key) {
		Attachment one = this.attachments;
		while (one != null && one.key != key) {
			one = one.next;
		}
		return (one != null) ? one.value : null;
	}

	/**
	 * Attach something to this work, once for each key.
	 * @param key whose attachment it is
	 * @param value what to attach; told of the end if it is a {@link WorkScopeListener}
	 */
	public void attach(Object key, Object value) {
		this.attachments = new Attachment(key, value, this.attachments);
	}

	/**
	 * End the work, and what is nested in it and was not ended.
	 */
	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		WorkScope innermost = current.get();
		if (innermost == this) {
			current.set(this.parent);
		}
		else if (isInside(innermost)) {
			closeNested(innermost);
		}
		for (Attachment one = this.attachments; one != null; one = one.next) {
			if (one.value instanceof WorkScopeListener listener) {
				tell(listener);
			}
		}
		this.attachments = null;
	}

	private void closeNested(@Nullable WorkScope innermost) {
		for (WorkScope one = innermost; one != null && one != this; one = one.parent) {
			one.close();
		}
		// Not this one any more.
		current();
	}

	private boolean isInside(@Nullable WorkScope scope) {
		WorkScope one = scope;
		while (one != null && one != this) {
			one = one.parent;
		}
		return one != null;
	}

	private void tell(WorkScopeListener listener) {
		try {
			listener.closed(this);
		}
		catch (Exception | LinkageError | AssertionError ex) {
			if (warned.compareAndSet(false, true)) {
				logger.warn("{} failed at the end of work; further failures of this kind are not logged",
						listener.getClass().getName(), ex);
			}
		}
	}

	/**
	 * Something that somebody has attached, and what was attached before.
	 *
	 * @param key whose it is
	 * @param value what it is
	 * @param next what was attached before
	 */
	private record Attachment(Object key, Object value, @Nullable Attachment next) {

	}

}
