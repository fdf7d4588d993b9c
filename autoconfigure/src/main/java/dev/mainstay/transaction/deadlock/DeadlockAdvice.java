package dev.mainstay.transaction.deadlock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DurationText;
import dev.mainstay.transaction.statistics.OperationSnapshot;
import dev.mainstay.transaction.statistics.TransactionSnapshot;

/**
 * Draws advice from what was seen of the deadlocks of one data source. Says nothing that
 * the deadlocks do not show.
 */
final class DeadlockAdvice {

	private static final int OFTEN = 3;

	private static final Duration LONG = Duration.ofSeconds(1);

	private static final int ENOUGH = 20;

	private final DeadlockSummary summary;

	private final List<Deadlock> latest;

	private final TransactionSnapshot transactions;

	DeadlockAdvice(DeadlockSummary summary, List<Deadlock> latest, TransactionSnapshot transactions) {
		this.summary = summary;
		this.latest = latest;
		this.transactions = transactions;
	}

	List<String> sentences() {
		List<String> sentences = new ArrayList<>();
		add(sentences, lockOrder());
		add(sentences, scans());
		add(sentences, hotTable());
		add(sentences, longTransactions());
		add(sentences, conflicts());
		add(sentences, untold());
		return sentences;
	}

	private static void add(List<String> sentences, @Nullable String sentence) {
		if (sentence != null) {
			sentences.add(sentence);
		}
	}

	// Without two that are known there is nobody to speak of.
	private @Nullable String lockOrder() {
		Map<String, Integer> pairs = count((deadlock) -> {
			long known = deadlock.participants().stream().filter((one) -> one.operation() != null).count();
			return (known < 2) ? List.of() : List.of(pair(deadlock));
		});
		Map.Entry<String, Integer> pair = most(pairs, 1);
		if (pair == null) {
			return null;
		}
		return "%s %d of the last %d deadlocks: let both lock rows and tables in the same order, for example sorted by key."
			.formatted(pair.getKey(), pair.getValue(), this.latest.size());
	}

	private static String pair(Deadlock deadlock) {
		List<String> operations = deadlock.operations();
		String tables = deadlock.tables().isEmpty() ? "" : " over " + String.join(", ", deadlock.tables());
		return (operations.size() == 1)
				? "Operation '%s' met another run of itself%s in".formatted(operations.get(0), tables)
				: "Operations '%s' met each other%s in".formatted(String.join("' and '", operations), tables);
	}

	private @Nullable String scans() {
		Map<String, Integer> places = count((deadlock) -> deadlock.participants()
			.stream()
			.filter((one) -> one.gap() && one.table() != null)
			.map((one) -> "index %s of %s".formatted(one.index(), one.table()))
			.distinct()
			.toList());
		Map.Entry<String, Integer> place = most(places, 1);
		if (place == null) {
			return null;
		}
		return ("%d of the last %d deadlocks waited for a gap in %s: give the statements an index that fits their "
				+ "conditions so that they do not scan, or let them run at READ COMMITTED, where gaps are not locked.")
			.formatted(place.getValue(), this.latest.size(), place.getKey());
	}

	private @Nullable String hotTable() {
		Map<String, Integer> tables = count(Deadlock::tables);
		Map.Entry<String, Integer> table = most(tables, OFTEN);
		if (table == null || table.getValue() * 2 < this.latest.size()) {
			return null;
		}
		return ("%d of the last %d deadlocks are about %s: lock the rows that many transactions want first and in one "
				+ "go, by SELECT … ORDER BY key FOR UPDATE, or spread them over several rows.")
			.formatted(table.getValue(), this.latest.size(), table.getKey());
	}

	private @Nullable String longTransactions() {
		Set<String> involved = new TreeSet<>();
		this.latest.forEach((deadlock) -> involved.addAll(deadlock.operations()));
		for (OperationSnapshot operation : this.transactions.operations()) {
			// A deadlock itself takes as long as the server lets it before it looks.
			boolean known = operation.count() >= ENOUGH && involved.contains(operation.operation());
			if (known && operation.average().compareTo(LONG) >= 0) {
				return ("Operation '%s' is open for %s on average and holds its locks all the time: do remote calls and "
						+ "computations before its first change.")
					.formatted(operation.operation(), DurationText.of(operation.average()));
			}
		}
		return null;
	}

	private @Nullable String conflicts() {
		long conflicts = this.summary.conflictsLastDay();
		if (conflicts < 10 * OFTEN || conflicts <= this.summary.lastDay()) {
			return null;
		}
		return ("%d transactions of the last 24 hours did not fit with one that was committed meanwhile: where an "
				+ "operation does not need its isolation level, a lower one with explicit locks is cheaper.")
			.formatted(conflicts);
	}

	private @Nullable String untold() {
		for (Deadlock deadlock : this.latest) {
			if (deadlock.note() != null && deadlock.note().contains("GRANT PROCESS")) {
				return deadlock.note();
			}
		}
		return null;
	}

	private Map<String, Integer> count(Function<Deadlock, List<String>> keys) {
		Map<String, Integer> counts = new HashMap<>();
		for (Deadlock deadlock : this.latest) {
			keys.apply(deadlock).forEach((key) -> counts.merge(key, 1, Integer::sum));
		}
		return counts;
	}

	private static Map.@Nullable Entry<String, Integer> most(Map<String, Integer> counts, int least) {
		return counts.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() >= least)
			.max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
			.orElse(null);
	}

}
