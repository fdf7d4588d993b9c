package dev.mainstay.endpoint;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.observe.detect.Finding;
import dev.mainstay.observe.detect.Findings;

/**
 * Shows what the detectors have found at {@code /actuator/database/findings}.
 */
@Endpoint(id = "databasefindings")
public class DatabaseFindingsEndpoint {

	private final Findings findings;

	public DatabaseFindingsEndpoint(Findings findings) {
		this.findings = findings;
	}

	@ReadOperation
	public AllFindingsDescriptor findings() {
		return new AllFindingsDescriptor(this.findings.all().stream().map(FindingDescriptor::of).toList(),
				this.findings.omitted());
	}

	/**
	 * All findings as JSON.
	 */
	public static final class AllFindingsDescriptor implements OperationResponseBody {

		private final List<FindingDescriptor> findings;

		private final long omitted;

		AllFindingsDescriptor(List<FindingDescriptor> findings, long omitted) {
			this.findings = findings;
			this.omitted = omitted;
		}

		public List<?> getFindings() {
			return this.findings;
		}

		public long getOmitted() {
			return this.omitted;
		}

	}

	/**
	 * One finding as JSON.
	 *
	 * @param kind such as {@code n-plus-one}
	 * @param title the kind in words
	 * @param place the first frame of the application's own code
	 * @param operation the unit of work it was seen in last
	 * @param dataSource bean name of the data source
	 * @param fingerprint id of the statement
	 * @param statement the statement without its values
	 * @param table the table that is read
	 * @param entity the entity, or the collection of one, that is kept there
	 * @param count executions in the unit of work that was seen last
	 * @param worstCount the largest count so far
	 * @param units in how many units of work it was seen
	 * @param firstSeen when it was seen first
	 * @param lastSeen when it was seen last
	 * @param advice what to do
	 */
	record FindingDescriptor(String kind, String title, @Nullable String place, @Nullable String operation,
			@Nullable String dataSource, @Nullable String fingerprint, @Nullable String statement,
			@Nullable String table, @Nullable String entity, long count, long worstCount, long units, String firstSeen,
			String lastSeen, String advice) {

		static FindingDescriptor of(Finding finding) {
			return new FindingDescriptor(finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
					finding.kind().title(), finding.place(), finding.operation(), finding.dataSource(),
					finding.fingerprint(), finding.statement(), finding.table(), finding.entity(), finding.count(),
					finding.worstCount(), finding.units(), finding.firstSeen().toString(),
					finding.lastSeen().toString(), finding.advice());
		}

	}

}
