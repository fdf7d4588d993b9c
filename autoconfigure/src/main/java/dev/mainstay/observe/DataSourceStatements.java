package dev.mainstay.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

import dev.mainstay.sql.Fingerprints;

/**
 * What is counted about the statements of one data source. Thread-safe.
 */
final class DataSourceStatements {

	private static final int MOST_OPERATIONS = 200;

	/**
	 * The name under which operations are counted that came when there were too many.
	 */
	private static final String OTHERS = "others";

	private final StatementTable table;

	private final Fingerprints fingerprints;

	private final Map<String, StatementFigures> operations = new ConcurrentHashMap<>();

	private final StatementTables tables;

	private final LongAdder slow = new LongAdder();

	DataSourceStatements(int maxStatements, Fingerprints fingerprints) {
		this.table = new StatementTable(maxStatements);
		this.fingerprints = fingerprints;
		this.tables = new StatementTables(fingerprints.dialect());
	}

	StatementTable table() {
		return this.table;
	}

	Fingerprints fingerprints() {
		return this.fingerprints;
	}

	StatementTables tables() {
		return this.tables;
	}

	StatementFigures operation(String name, long now) {
		StatementFigures known = this.operations.get(name);
		if (known != null) {
			return known;
		}
		String kept = (this.operations.size() < MOST_OPERATIONS) ? name : OTHERS;
		return this.operations.computeIfAbsent(kept, (key) -> new StatementFigures(now));
	}

	void forEachOperation(BiConsumer<String, StatementFigures> look) {
		this.operations.forEach(look);
	}

	void slow() {
		this.slow.increment();
	}

	long slowCount() {
		return this.slow.sum();
	}

}
