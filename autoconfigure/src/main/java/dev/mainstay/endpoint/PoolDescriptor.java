package dev.mainstay.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import dev.mainstay.endpoint.HoldersDescriptor.HeldIdleDescriptor;
import dev.mainstay.endpoint.HoldersDescriptor.HolderDescriptor;
import dev.mainstay.endpoint.HoldersDescriptor.HttpCallDescriptor;
import dev.mainstay.endpoint.HoldersDescriptor.LeaksDescriptor;
import dev.mainstay.endpoint.HoldersDescriptor.VerdictDescriptor;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.PoolSetting;

/**
 * One pool as JSON.
 *
 * @param name bean name of the data source
 * @param state {@code available}, {@code saturated}, {@code closed} or
 * {@code not started}
 * @param connections the figures of now
 * @param events how often what happened to its connections
 * @param settings what became of its settings
 * @param guards which session guards hold, in the database's own words
 * @param guardsLeftOut which do not, and why
 * @param admission the gate in front of it, if there is one
 * @param holders who has connections, those first who have had one for longest
 * @param omitted how many others have one
 * @param verdict why there is none left, if there is none
 * @param heldIdle the operations that hold connections for longest without a statement
 * @param httpCalls the HTTP calls for which connections are held for longest
 * @param leaks connections that were not given back for the leak threshold
 * @param scaling which size it should have, if that was looked at
 */
record PoolDescriptor(String name, String state, ConnectionsDescriptor connections, Map<String, Long> events,
		List<SettingDescriptor> settings, Map<String, String> guards, Map<String, String> guardsLeftOut,
		@Nullable AdmissionDescriptor admission, List<HolderDescriptor> holders, int omitted,
		@Nullable VerdictDescriptor verdict, List<HeldIdleDescriptor> heldIdle, List<HttpCallDescriptor> httpCalls,
		@Nullable LeaksDescriptor leaks, @Nullable ScalingDescriptor scaling) implements OperationResponseBody {

	static PoolDescriptor of(ManagedPool pool, HoldersDescriptor holders, @Nullable ScalingDescriptor scaling) {
		Map<String, Long> events = new TreeMap<>();
		for (ConnectionEvent event : ConnectionEvent.values()) {
			events.put(event.id(), pool.events().count(event));
		}
		Map<String, String> guards = new TreeMap<>();
		pool.sessionPlan().applied().forEach((guard, text) -> guards.put(guard.property(), text));
		Map<String, String> leftOut = new TreeMap<>();
		pool.sessionPlan().leftOut().forEach((guard, text) -> leftOut.put(guard.property(), text));
		return new PoolDescriptor(pool.name(), pool.state().text(), ConnectionsDescriptor.of(pool.snapshot()), events,
				pool.settings().stream().map(SettingDescriptor::of).toList(), guards, leftOut, holders.admission(),
				holders.holders(), holders.omitted(), holders.verdict(), holders.heldIdle(), holders.httpCalls(),
				holders.leaks(), scaling);
	}

	/**
	 * One setting as JSON.
	 *
	 * @param name the setting
	 * @param value its value
	 * @param outcome {@code set}, {@code left alone} or {@code left out}
	 * @param reason where the value comes from, or why it was left
	 */
	record SettingDescriptor(String name, String value, String outcome, String reason) {

		static SettingDescriptor of(PoolSetting setting) {
			return new SettingDescriptor(setting.name(), setting.value(),
					setting.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '), setting.reason());
		}

	}

}
