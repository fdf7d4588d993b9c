package dev.mainstay.transaction;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the {@link UnitListener listeners}; one that fails is told no more, and the unit
 * of work knows nothing of it.
 */
final class UnitListeners {

	private static final Logger logger = LoggerFactory.getLogger(UnitListeners.class);

	private final List<UnitListener> listeners;

	UnitListeners(List<UnitListener> listeners) {
		this.listeners = new CopyOnWriteArrayList<>(listeners);
	}

	void tell(Consumer<UnitListener> event) {
		for (UnitListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				this.listeners.remove(listener);
				logger.warn("A listener to units of work failed and hears no more: {}", listener, ex);
			}
		}
	}

}
