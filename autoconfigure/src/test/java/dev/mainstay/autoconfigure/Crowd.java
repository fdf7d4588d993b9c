package dev.mainstay.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/**
 * Many threads that ask the same question at once: virtual ones if there are any, small
 * ones if not.
 */
public final class Crowd {

	private static final long SMALL_STACK = 256 * 1024;

	private Crowd() {
	}

	/**
	 * Let everybody ask at the same moment.
	 * @param <T> the type of the answer
	 * @param size how many they are
	 * @param question what each asks
	 * @return the answers to come
	 */
	public static <T> List<Future<T>> ask(int size, Callable<T> question) {
		ThreadFactory threads = threads();
		// To start so many may take longer than anybody waits for another's answer.
		CountDownLatch everybodyIsHere = new CountDownLatch(size);
		List<Future<T>> answers = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			FutureTask<T> answer = new FutureTask<>(() -> {
				everybodyIsHere.countDown();
				everybodyIsHere.await();
				return question.call();
			});
			threads.newThread(answer).start();
			answers.add(answer);
		}
		return answers;
	}

	/**
	 * Return whether many thousands are no burden.
	 * @return whether there are virtual threads
	 */
	public static boolean isVirtual() {
		return Runtime.version().feature() >= 21;
	}

	// By name, since they are younger than Java 17, and for a while only a preview.
	private static ThreadFactory threads() {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
		}
		catch (ReflectiveOperationException ex) {
			return (task) -> new Thread(null, task, "crowd", SMALL_STACK);
		}
	}

}
