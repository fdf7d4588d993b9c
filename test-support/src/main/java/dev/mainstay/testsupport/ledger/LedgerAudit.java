package dev.mainstay.testsupport.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what callers were told, what the application saw and what the database has.
 */
final class LedgerAudit {

	private final List<Transfer> transfers;

	private final Outcome[] outcomes;

	private final Witness witness;

	private final List<String> violations = new ArrayList<>();

	// By the id of the transfer.
	private final Map<Integer, List<LedgerRow>> ledger = new HashMap<>();

	private final Map<Integer, Long> balances = new TreeMap<>();

	LedgerAudit(List<Transfer> transfers, Outcome[] outcomes, Witness witness) {
		this.transfers = transfers;
		this.outcomes = outcomes;
		this.witness = witness;
	}

	LedgerReport report(LedgerDatabase database, Collection<String> seen, List<String> nemeses, Duration elapsed)
			throws SQLException {
		this.violations.addAll(seen);
		read(database);
		checkBalances();
		this.transfers.forEach(this::check);
		this.witness.dirtyConnections().forEach((connection) -> violation("I6", connection));
		return new LedgerReport(this.transfers.size(), count(Outcome.Kind.SUCCEEDED), count(Outcome.Kind.FAILED),
				count(Outcome.Kind.UNKNOWN), count(Outcome.Kind.SUCCEEDED, 0), doneTwice(),
				count(Outcome.Kind.FAILED, 1), (int) deadlocks().filter((count) -> count > 0).count(),
				deadlocks().mapToInt((count) -> Math.max(0, count - 1)).sum(), this.witness.begun(),
				this.transfers.stream().mapToInt(this.witness::attempts).max().orElse(0), elapsed, failures(), nemeses,
				List.copyOf(this.violations));
	}

	private void read(LedgerDatabase database) throws SQLException {
		try (Connection connection = database.connect()) {
			try (ResultSet row = connection.createStatement().executeQuery("SELECT id, balance FROM account")) {
				while (row.next()) {
					this.balances.put(row.getInt(1), row.getLong(2));
				}
			}
			try (ResultSet row = connection.createStatement()
				.executeQuery("SELECT id, source, target, amount, attempt, receipt FROM ledger")) {
				while (row.next()) {
					Transfer transfer = new Transfer(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4));
					this.ledger.computeIfAbsent(transfer.id(), (id) -> new ArrayList<>())
						.add(new LedgerRow(transfer, row.getInt(5), row.getString(6)));
				}
			}
		}
	}

	private void checkBalances() {
		Map<Integer, Long> expected = new TreeMap<>();
		this.balances.keySet().forEach((id) -> expected.put(id, Load.INITIAL_BALANCE));
		this.ledger.values().stream().flatMap(List::stream).map(LedgerRow::transfer).forEach((transfer) -> {
			expected.merge(transfer.source(), (long) -transfer.amount(), Long::sum);
			expected.merge(transfer.target(), (long) transfer.amount(), Long::sum);
		});
		this.balances.forEach((id, balance) -> {
			if (!balance.equals(expected.get(id))) {
				violation("I2", "account " + id + " has " + balance + ", by the ledger " + expected.get(id));
			}
		});
	}

	private void check(Transfer transfer) {
		Outcome outcome = outcome(transfer);
		List<LedgerRow> rows = rows(transfer);
		String story = "transfer " + transfer.id() + ": " + outcome.kind() + " (" + outcome.cause() + ") after "
				+ this.witness.attempts(transfer) + " attempts, rows of attempts "
				+ rows.stream().map(LedgerRow::attempt).toList();
		boolean allowed = switch (outcome.kind()) {
			case SUCCEEDED -> rows.size() == 1;
			case FAILED -> rows.isEmpty();
			case UNKNOWN -> rows.size() <= 1;
			case UNFINISHED -> false;
		};
		if (!allowed) {
			violation("I3", story);
		}
		if (outcome.receipt() != null && rows.stream().noneMatch((row) -> row.receipt().equals(outcome.receipt()))) {
			violation("I3", story + ", the caller was given '" + outcome.receipt() + "'");
		}
		if (!rows.isEmpty() && rows.stream().noneMatch((row) -> row.transfer().equals(transfer))) {
			violation("I3", story + ", the ledger has " + rows.get(0).transfer());
		}
		checkCallbacks(transfer, outcome, rows, story);
	}

	// Of an outcome that is not known nobody may be told that it was a commit.
	private void checkCallbacks(Transfer transfer, Outcome outcome, List<LedgerRow> rows, String story) {
		int callbacks = this.witness.callbacks(transfer);
		boolean known = outcome.kind() == Outcome.Kind.SUCCEEDED || outcome.kind() == Outcome.Kind.FAILED;
		int expected = (known && !rows.isEmpty()) ? 1 : 0;
		if (callbacks != expected) {
			violation("I4", story + ", " + callbacks + " callbacks after a commit");
		}
	}

	private void violation(String invariant, String message) {
		this.violations.add(invariant + ": " + message);
	}

	private int count(Outcome.Kind kind) {
		return (int) Stream.of(this.outcomes).filter((outcome) -> outcome.kind() == kind).count();
	}

	private int count(Outcome.Kind kind, int leastRows) {
		return (int) this.transfers.stream()
			.filter((transfer) -> outcome(transfer).kind() == kind)
			.filter((transfer) -> (leastRows == 0) == rows(transfer).isEmpty())
			.count();
	}

	private int doneTwice() {
		return (int) this.ledger.values().stream().filter((rows) -> rows.size() > 1).count();
	}

	private Stream<Integer> deadlocks() {
		return this.transfers.stream().map(this.witness::deadlocks);
	}

	private Map<String, Long> failures() {
		return Stream.of(this.outcomes)
			.filter((outcome) -> outcome.error() != null)
			.collect(Collectors.groupingBy(Outcome::cause, TreeMap::new, Collectors.counting()));
	}

	private Outcome outcome(Transfer transfer) {
		return this.outcomes[transfer.id()];
	}

	private List<LedgerRow> rows(Transfer transfer) {
		return this.ledger.getOrDefault(transfer.id(), List.of());
	}

}
