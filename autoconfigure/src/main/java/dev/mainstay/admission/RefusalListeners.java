package dev.mainstay.admission;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all that want to hear of refusals. They are asked for at the first one: a gate is
 * made before most of an application is. One that fails hears of no further ones.
 * Thread-safe.
 */
public final class RefusalListeners implements RefusalListener {

	private static final Logger logger = LoggerFactory.getLogger(RefusalListeners.class);

	private final Supplier<List<RefusalListener>> source;

	private volatile @Nullable List<RefusalListener> known;

	/**
	 * Create the listeners.
	 * @param source who they are
	 */
	public RefusalListeners(Supplier<List<RefusalListener>> source) {
		this.source = source;
	}

	@Override
	public void refused(String dataSource, PoolOverloadedException error) {
		try {
			List<RefusalListener> listeners = this.known;
			if (listeners == null) {
				listeners = new CopyOnWriteArrayList<>(this.source.get());
				this.known = listeners;
			}
			for (RefusalListener listener : listeners) {
				tell(listener, listeners, dataSource, error);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// They cannot be made yet, and are asked for again.
			logger.debug("Nobody hears of a refusal of '{}'", dataSource, ex);
		}
	}

	private static void tell(RefusalListener listener, List<RefusalListener> listeners, String dataSource,
			PoolOverloadedException error) {
		try {
			listener.refused(dataSource, error);
		}
		catch (RuntimeException | LinkageError | AssertionError ex) {
			if (listeners.remove(listener)) {
				logger.warn("{} failed to hear of a refusal and hears of no further ones", listener, ex);
			}
		}
	}

}
