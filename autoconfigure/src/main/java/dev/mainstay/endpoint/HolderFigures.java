package dev.mainstay.endpoint;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.holder.HeldTimes;
import dev.mainstay.admission.holder.HolderReport;
import dev.mainstay.admission.holder.HolderReports;
import dev.mainstay.admission.holder.HttpCalls;
import dev.mainstay.admission.holder.LeakWatch;

/**
 * What is known about the gates and those who have connections, as far as it is looked
 * at.
 *
 * @param gates the gates
 * @param reports who has connections
 * @param times for how long they are held
 * @param calls the HTTP calls for which they are held
 * @param leaks which are not given back
 */
public record HolderFigures(@Nullable Gates gates, @Nullable HolderReports reports, @Nullable HeldTimes times,
		@Nullable HttpCalls calls, @Nullable LeakWatch leaks) {

	HoldersDescriptor of(String dataSource) {
		Gate gate = (this.gates != null) ? this.gates.find(dataSource) : null;
		HolderReport report = (this.reports != null) ? this.reports.now(dataSource) : null;
		return HoldersDescriptor.of(dataSource, gate, report, this);
	}

}
