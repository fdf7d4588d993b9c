package dev.mainstay.alert;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The newest alerts that are over. Not thread-safe.
 */
final class AlertHistory {

	private static final int MOST = 200;

	private final Deque<Alert> newestFirst = new ArrayDeque<>();

	void add(Alert alert) {
		this.newestFirst.addFirst(alert);
		if (this.newestFirst.size() > MOST) {
			this.newestFirst.removeLast();
		}
	}

	// It has come back.
	void remove(Alert alert) {
		this.newestFirst.removeIf((each) -> each.id().equals(alert.id()));
	}

	List<Alert> newestFirst() {
		return List.copyOf(this.newestFirst);
	}

}
