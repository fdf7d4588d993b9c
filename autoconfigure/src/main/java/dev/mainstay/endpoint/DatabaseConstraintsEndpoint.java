package dev.mainstay.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.constraint.ConstraintViolation;
import dev.mainstay.constraint.ViolationCount;
import dev.mainstay.constraint.ViolationCounts;
import dev.mainstay.constraint.ViolationKind;

/**
 * Shows at {@code /actuator/database/constraints} which constraints were broken, and how
 * often; never a value.
 */
@Endpoint(id = "databaseconstraints")
public class DatabaseConstraintsEndpoint {

	private final ViolationCounts counts;

	public DatabaseConstraintsEndpoint(ViolationCounts counts) {
		this.counts = counts;
	}

	@ReadOperation
	public ConstraintsDescriptor constraints() {
		Map<String, Long> totals = new TreeMap<>();
		for (ViolationKind kind : ViolationKind.values()) {
			totals.put(kind.id(), this.counts.count(kind));
		}
		return new ConstraintsDescriptor(totals,
				this.counts.constraints().stream().map(ConstraintDescriptor::of).toList());
	}

	/**
	 * All violations as JSON.
	 *
	 * @param totals how often each kind of rule was broken
	 * @param constraints one entry for each constraint, the most frequent first; one
	 * without a kind for those that are counted together
	 */
	public record ConstraintsDescriptor(Map<String, Long> totals,
			List<ConstraintDescriptor> constraints) implements OperationResponseBody {

	}

	/**
	 * One constraint as JSON.
	 *
	 * @param count how often it was broken
	 * @param firstSeen when for the first time
	 * @param lastSeen when for the last time
	 * @param dataSource bean name of the data source
	 * @param kind which kind of rule it is
	 * @param schema schema of the table
	 * @param table table with the constraint
	 * @param constraint name of the constraint or the unique index
	 * @param columns columns of the constraint
	 * @param referencedTable table that a foreign key refers to
	 * @param certainty {@code exact}, {@code parsed} or {@code inferred}
	 * @param message what is wrong
	 * @param suggestion what to do about it
	 */
	public record ConstraintDescriptor(long count, Instant firstSeen, Instant lastSeen, @Nullable String dataSource,
			@Nullable String kind, @Nullable String schema, @Nullable String table, @Nullable String constraint,
			@Nullable List<String> columns, @Nullable String referencedTable, @Nullable String certainty,
			@Nullable String message, @Nullable String suggestion) {

		static ConstraintDescriptor of(ViolationCount count) {
			ConstraintViolation violation = count.violation();
			if (violation == null) {
				return new ConstraintDescriptor(count.count(), count.first(), count.last(), null, null, null, null,
						null, null, null, null, "Other constraints.", null);
			}
			return new ConstraintDescriptor(count.count(), count.first(), count.last(), violation.dataSource(),
					violation.kind().id(), violation.schema(), violation.table(), violation.constraint(),
					violation.columns(), violation.referencedTable(),
					violation.certainty().name().toLowerCase(Locale.ROOT), violation.message(), violation.suggestion());
		}

	}

}
