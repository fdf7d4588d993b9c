package dev.mainstay.constraint;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.SideConnections;

/**
 * Completes what an error says with what the catalog knows, and puts it into words.
 */
public final class ViolationDetails {

	private final CatalogLookup lookup;

	private final ViolationMessages messages;

	/**
	 * Create the details.
	 * @param connections used to look at the catalogs
	 * @param messages the texts
	 * @param nanoTime the clock for how long an answer of a catalog is good
	 */
	public ViolationDetails(SideConnections connections, ViolationMessages messages, LongSupplier nanoTime) {
		this.lookup = new CatalogLookup(connections, nanoTime);
		this.messages = messages;
	}

	ConstraintViolation describe(@Nullable String dataSource, Finding finding, @Nullable FailedStatement statement,
			boolean atCommit) {
		Finding complete = (dataSource != null) ? this.lookup.complete(dataSource, finding, statement) : finding;
		if (complete.table() == null && statement != null) {
			complete = meantFor(complete, statement);
		}
		return described(dataSource, complete, atCommit);
	}

	// Only what is said about a row that is written is surely about the statement's
	// table.
	private static Finding meantFor(Finding finding, FailedStatement statement) {
		boolean ofTheRow = switch (finding.kind()) {
			case UNIQUE, NOT_NULL, CHECK, TOO_LONG, OUT_OF_RANGE, INVALID_FORMAT, NO_PARTITION -> true;
			case MISSING_PARENT, STILL_REFERENCED, FOREIGN_KEY, EXCLUSION -> false;
		};
		return (ofTheRow && !statement.verb().equals("delete")) ? finding.withTable(null, statement.table()).inferred()
				: finding;
	}

	ConstraintViolation described(@Nullable String dataSource, Finding finding, boolean atCommit) {
		return new ConstraintViolation(finding.kind(), dataSource, finding.schema(), finding.table(),
				finding.constraint(), finding.columns(), finding.referencedTable(), finding.referencedColumns(),
				finding.certainty(), atCommit, this.messages.message(finding), Wording.suggestion(finding));
	}

}
