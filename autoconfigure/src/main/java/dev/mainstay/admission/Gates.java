package dev.mainstay.admission;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The gates by the bean names of their data sources. One that is made anew takes the
 * place of its predecessor. Thread-safe.
 */
public final class Gates {

	private final Map<String, Gate> gates = new ConcurrentHashMap<>();

	private final List<BiConsumer<String, Gate>> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Add a gate.
	 * @param dataSource the bean name of its data source
	 * @param gate the gate
	 */
	public void add(String dataSource, Gate gate) {
		this.gates.put(dataSource, gate);
		this.listeners.forEach((listener) -> listener.accept(dataSource, gate));
	}

	/**
	 * Hear of every gate: of those that there are, and of each that is added later, even
	 * if it takes the place of another one.
	 * @param listener told of the bean name of the data source and the gate, of some
	 * perhaps twice; must not fail
	 */
	public void forEach(BiConsumer<String, Gate> listener) {
		this.listeners.add(listener);
		this.gates.forEach(listener);
	}

	/**
	 * Return the gate of a data source.
	 * @param dataSource the bean name
	 * @return the gate, or {@code null} if there is none
	 */
	public @Nullable Gate find(String dataSource) {
		return this.gates.get(dataSource);
	}

	/**
	 * Look after those who wait at any gate; to be called a few times a second.
	 */
	public void maintain() {
		this.gates.values().forEach(Gate::maintain);
	}

}
