package dev.mainstay.datasource;

import java.util.Arrays;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All who want to hear of statements, as one. Thread-safe.
 */
public final class StatementListeners implements StatementListener {

	/**
	 * Nobody wants to hear of statements.
	 */
	public static final StatementListener NOBODY = new StatementListener() {
	};

	private static final Logger logger = LoggerFactory.getLogger(StatementListeners.class);

	private volatile StatementListener[] listeners;

	// Most want to hear of the end only.
	private volatile StatementListener[] startListeners;

	private volatile StatementListener[] answerListeners;

	// Asked with every parameter: hardly anybody wants them.
	private volatile StatementListener[] parameterListeners;

	private StatementListeners(List<StatementListener> listeners) {
		this.listeners = listeners.toArray(StatementListener[]::new);
		this.startListeners = hearing(listeners, "started");
		this.answerListeners = hearing(listeners, "answered");
		this.parameterListeners = listeners.stream()
			.filter(StatementListeners::isOfferedParameters)
			.toArray(StatementListener[]::new);
	}

	/**
	 * Make several listeners one, which lets nothing through that they throw.
	 * @param listeners the listeners in the order in which to call them
	 * @return one for all, {@link #NOBODY} if there is none
	 */
	public static StatementListener of(List<StatementListener> listeners) {
		return listeners.isEmpty() ? NOBODY : new StatementListeners(listeners);
	}

	private static StatementListener[] hearing(List<StatementListener> listeners, String event) {
		return listeners.stream().filter((listener) -> hears(listener, event)).toArray(StatementListener[]::new);
	}

	private static boolean hears(StatementListener listener, String event) {
		return overrides(listener, event, StatementExecution.class);
	}

	private static boolean isOfferedParameters(StatementListener listener) {
		return overrides(listener, "wantsParameters");
	}

	private static boolean overrides(StatementListener listener, String method, Class<?>... types) {
		try {
			return listener.getClass().getMethod(method, types).getDeclaringClass() != StatementListener.class;
		}
		catch (NoSuchMethodException ex) {
			// A native image that does not know.
			return true;
		}
	}

	@Override
	public void started(StatementExecution execution) {
		for (StatementListener listener : this.startListeners) {
			try {
				listener.started(execution);
			}
			catch (Exception | LinkageError | AssertionError ex) {
				switchOff(listener, ex);
			}
		}
	}

	@Override
	public void answered(StatementExecution execution) {
		for (StatementListener listener : this.answerListeners) {
			try {
				listener.answered(execution);
			}
			catch (Exception | LinkageError | AssertionError ex) {
				switchOff(listener, ex);
			}
		}
	}

	@Override
	public void completed(StatementExecution execution) {
		for (StatementListener listener : this.listeners) {
			try {
				listener.completed(execution);
			}
			catch (Exception | LinkageError | AssertionError ex) {
				switchOff(listener, ex);
			}
		}
	}

	@Override
	public boolean wantsParameters() {
		for (StatementListener listener : this.parameterListeners) {
			try {
				if (listener.wantsParameters()) {
					return true;
				}
			}
			catch (Exception | LinkageError | AssertionError ex) {
				switchOff(listener, ex);
			}
		}
		return false;
	}

	private synchronized void switchOff(StatementListener listener, Throwable failure) {
		StatementListener[] left = without(this.listeners, listener);
		if (left.length != this.listeners.length) {
			this.listeners = left;
			this.startListeners = without(this.startListeners, listener);
			this.answerListeners = without(this.answerListeners, listener);
			this.parameterListeners = without(this.parameterListeners, listener);
			logger.warn("{} failed and hears of no further statements", name(listener), failure);
		}
	}

	private static StatementListener[] without(StatementListener[] listeners, StatementListener gone) {
		return Arrays.stream(listeners).filter((one) -> one != gone).toArray(StatementListener[]::new);
	}

	private static String name(StatementListener listener) {
		return listener.getClass().getName();
	}

}
