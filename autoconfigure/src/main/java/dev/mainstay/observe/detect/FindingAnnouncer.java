package dev.mainstay.observe.detect;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of findings: in one line of the log each, and to the listeners. Thread-safe.
 */
final class FindingAnnouncer {

	private static final Logger logger = LoggerFactory.getLogger(Findings.class);

	private static final int LONGEST_STATEMENT = 300;

	private final Supplier<List<FindingListener>> source;

	private volatile @Nullable List<FindingListener> listeners;

	FindingAnnouncer(Supplier<List<FindingListener>> source) {
		this.source = source;
	}

	void announce(Finding finding) {
		logger.warn("{}{}{} at {}{}: {}. {} ({} times)", finding.kind().title(),
				prefixed(" of ", (finding.entity() != null) ? finding.entity() : finding.table()),
				prefixed(" in ", finding.operation()), (finding.place() != null) ? finding.place() : "a place unknown",
				prefixed(" on data source ", finding.dataSource()),
				(finding.statement() != null) ? cut(finding.statement()) : "statement unknown", finding.advice(),
				finding.count());
		List<FindingListener> current = listeners();
		for (FindingListener listener : current) {
			try {
				listener.found(finding);
			}
			catch (Exception | LinkageError | AssertionError ex) {
				if (current.remove(listener)) {
					logger.warn("{} failed and hears of no further findings", listener.getClass().getName(), ex);
				}
			}
		}
	}

	private List<FindingListener> listeners() {
		List<FindingListener> known = this.listeners;
		if (known == null) {
			try {
				known = new CopyOnWriteArrayList<>(this.source.get());
			}
			catch (RuntimeException ex) {
				// Such as a listener that is made at this moment, and queries meanwhile.
				logger.warn("Nobody hears of this finding, because its listeners cannot be made", ex);
				return List.of();
			}
			this.listeners = known;
		}
		return known;
	}

	private static String prefixed(String prefix, @Nullable String text) {
		return (text != null) ? prefix + "'" + text + "'" : "";
	}

	private static String cut(String statement) {
		return (statement.length() <= LONGEST_STATEMENT) ? statement : statement.substring(0, LONGEST_STATEMENT) + " …";
	}

}
