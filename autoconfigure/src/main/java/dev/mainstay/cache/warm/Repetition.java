package dev.mainstay.cache.warm;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.key.QueryKey;

/**
 * A call that is made again in the background so that its answer is read anew. Belongs to
 * the thread that makes it.
 */
public final class Repetition {

	private static final ThreadLocal<@Nullable Repetition> current = new ThreadLocal<>();

	private final Method method;

	private final @Nullable QueryKey expected;

	private @Nullable QueryKey reached;

	private Repetition(Method method, @Nullable QueryKey expected) {
		this.method = method;
		this.expected = expected;
	}

	/**
	 * Return what the calling thread repeats.
	 * @return the repetition, or {@code null} if it does its own work
	 */
	public static @Nullable Repetition current() {
		return current.get();
	}

	static Repetition begin(Method method, @Nullable QueryKey expected) {
		Repetition repetition = new Repetition(method, expected);
		current.set(repetition);
		return repetition;
	}

	void end() {
		current.remove();
	}

	/**
	 * Return whether a call is the one to be repeated, once. The key was made on this
	 * thread, so whatever is read for it belongs to it; another key than the one that is
	 * expected shows that the question cannot be asked from here.
	 * @param key the key of the call
	 * @param called the method
	 * @return whether its answer is to be read although there may be one
	 */
	public boolean reach(QueryKey key, Method called) {
		boolean expects = this.expected == null || this.expected.equals(key);
		if (this.reached != null || !expects || !this.method.equals(called)) {
			return false;
		}
		this.reached = key;
		return true;
	}

	@Nullable QueryKey reached() {
		return this.reached;
	}

}
