package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.admission.AdmissionPolicy;
import dev.mainstay.admission.AdmissionSettings;
import dev.mainstay.admission.Shedding;
import dev.mainstay.admission.holder.HolderSettings;
import dev.mainstay.autoconfigure.environment.Checks;

/**
 * Properties of the gates in front of connection pools.
 *
 * @param enabled Whether callers wait in front of the pool, and are refused when they
 * would wait in vain.
 * @param policy How it is decided that too many callers wait: by how long the wait would
 * be, or by their number.
 * @param shed Who may be refused because too many wait: callers that somebody waits for,
 * such as web requests, or all.
 * @param queueLimit Number of callers that may be refused and may wait at the same time.
 * Defaults to 100 with the policy 'fixed', and to 10000 otherwise.
 * @param target Wait that is too long while the queue stands, in seconds if no unit is
 * given.
 * @param interval Time after which a queue that was never empty stands, in seconds if no
 * unit is given.
 * @param maxWait Longest wait of a caller that may be refused, in seconds if no unit is
 * given.
 * @param nestedReserve Number of connections that are kept for threads that have one
 * already.
 * @param lentShare Part of the connections guaranteed to a segment that others may have
 * while it has not used them for a while, from 0 (nothing is lent) to 1 (all).
 * @param freeShare Part of a segment that must be free for an operation that prefers it
 * to take it rather than the next one it names, from 0 to 1.
 * @param reportInterval Shortest time between two reports of who has the connections of a
 * data source, or of a segment at its maximum, when there is none left, in seconds if no
 * unit is given; zero for no report.
 * @param idleHeldThreshold Time for which a connection may be held without a statement
 * before that is told, in seconds if no unit is given; zero to tell of none.
 * @param httpCalls Whether to count HTTP calls that are made while a connection is held,
 * and to tell of them once for each operation and call.
 */
@ConfigurationProperties("db.admission")
public record AdmissionProperties(@DefaultValue("true") boolean enabled, @DefaultValue("codel") AdmissionPolicy policy,
		@DefaultValue("requests") Shedding shed, @Name("max-queue") @Nullable Integer queueLimit,
		@DefaultValue("100ms") @DurationUnit(ChronoUnit.SECONDS) Duration target,
		@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration interval,
		@DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration maxWait, @DefaultValue("0") int nestedReserve,
		@DefaultValue("0.8") double lentShare, @DefaultValue("0.3") double freeShare,
		@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration reportInterval,
		@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration idleHeldThreshold,
		@DefaultValue("true") boolean httpCalls) implements AdmissionSettings, HolderSettings {

	private static final int FIXED_QUEUE = 100;

	private static final int LONGEST_QUEUE = 10_000;

	public AdmissionProperties {
		Checks checks = new Checks("db.admission");
		if (queueLimit != null) {
			checks.atLeast("max-queue", queueLimit, 0,
					"Type db.admission.max-queue=100, or 0 if nobody shall wait at all.");
		}
		checks.atLeast("target", target, Duration.ofMillis(1), "Type db.admission.target=100ms, the default.");
		checks.atLeast("interval", interval, Duration.ofMillis(10), "Type db.admission.interval=1s, the default.");
		checks.atLeast("max-wait", maxWait, Duration.ofMillis(1), "Type db.admission.max-wait=5s, the default.");
		checks.atLeast("nested-reserve", nestedReserve, 0,
				"Type db.admission.nested-reserve=0, the default, or the number of connections to keep.");
		checks.share("lent-share", lentShare, "Type db.admission.lent-share=0.8, the default.");
		checks.share("free-share", freeShare, "Type db.admission.free-share=0.3, the default.");
		checks.zeroOrAtLeast("report-interval", reportInterval, Duration.ofSeconds(1),
				"Type db.admission.report-interval=30s, the default, or 0 for no report.");
		checks.zeroOrAtLeast("idle-held-threshold", idleHeldThreshold, Duration.ofMillis(1),
				"Type db.admission.idle-held-threshold=1s, the default, or 0 to be told of none.");
	}

	@Override
	public int maxQueue() {
		if (this.queueLimit != null) {
			return this.queueLimit;
		}
		return (this.policy == AdmissionPolicy.FIXED) ? FIXED_QUEUE : LONGEST_QUEUE;
	}

}
