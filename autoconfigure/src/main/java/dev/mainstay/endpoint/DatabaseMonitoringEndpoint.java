package dev.mainstay.endpoint;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.convert.DurationStyle;

import dev.mainstay.datasource.DurationText;
import dev.mainstay.event.MonitoringSwitch;

/**
 * Switches monitoring on and off, and changes how often it looks, at
 * {@code /actuator/database/monitoring}. Closed until the user opens it.
 */
@Endpoint(id = "databasemonitoring", defaultAccess = Access.NONE)
public class DatabaseMonitoringEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseMonitoringEndpoint.class);

	private final List<MonitoringSwitch> switches;

	/**
	 * Create the endpoint.
	 * @param switches what it can switch
	 */
	public DatabaseMonitoringEndpoint(List<MonitoringSwitch> switches) {
		this.switches = switches.stream().sorted(Comparator.comparing(MonitoringSwitch::name)).toList();
	}

	/**
	 * Show what is on.
	 * @return the state of each part
	 */
	@ReadOperation
	public MonitoringDescriptor monitoring() {
		return MonitoringDescriptor.of(this.switches);
	}

	/**
	 * Switch monitoring, or change how often it looks. What is not said stays as it is,
	 * and nothing is changed if a part of it can't be.
	 * @param enabled whether it is to be on
	 * @param interval how often it looks, such as {@code 30s}, in seconds if no unit is
	 * given
	 * @param part the name of a part, or {@code null} for all that can do it
	 * @return the state of each part
	 */
	@WriteOperation
	public MonitoringDescriptor change(@Nullable Boolean enabled, @Nullable String interval, @Nullable String part) {
		if (enabled == null && interval == null) {
			throw invalid("'enabled' or 'interval' is missing");
		}
		List<MonitoringSwitch> chosen = chosen(part);
		Duration length = (interval != null) ? length(interval) : null;
		if (length != null) {
			check(chosen, length, part != null);
		}
		for (MonitoringSwitch one : chosen) {
			if (length != null && one.interval() != null) {
				one.interval(length);
			}
			if (enabled != null) {
				one.enable(enabled);
			}
			logger.info("Monitoring of {} was changed: {}", one.name(), SwitchDescriptor.of(one));
		}
		return MonitoringDescriptor.of(this.switches);
	}

	private List<MonitoringSwitch> chosen(@Nullable String part) {
		if (part == null) {
			return this.switches;
		}
		List<MonitoringSwitch> chosen = this.switches.stream().filter((one) -> one.name().equals(part)).toList();
		if (chosen.isEmpty()) {
			throw invalid("'part' must be one of: "
					+ this.switches.stream().map(MonitoringSwitch::name).collect(Collectors.joining(", ")));
		}
		return chosen;
	}

	private static Duration length(String interval) {
		try {
			return DurationStyle.detectAndParse(interval, ChronoUnit.SECONDS);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw invalid("'interval' must be a duration such as 30s or 5m");
		}
	}

	private static void check(List<MonitoringSwitch> chosen, Duration length, boolean named) {
		for (MonitoringSwitch one : chosen) {
			if (one.interval() == null) {
				if (named) {
					throw invalid("'" + one.name() + "' has no interval");
				}
				continue;
			}
			String objection = one.objection(length);
			if (objection != null) {
				throw invalid("'interval' " + objection + " for " + one.name());
			}
		}
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * What is monitored, as JSON.
	 *
	 * @param parts the parts in the order of their names
	 */
	public record MonitoringDescriptor(List<SwitchDescriptor> parts) implements OperationResponseBody {

		static MonitoringDescriptor of(List<MonitoringSwitch> switches) {
			return new MonitoringDescriptor(switches.stream().map(SwitchDescriptor::of).toList());
		}

	}

	/**
	 * A part of monitoring as JSON.
	 *
	 * @param part its name
	 * @param enabled whether it is on
	 * @param interval how often it looks; absent if it has no interval
	 */
	public record SwitchDescriptor(String part, boolean enabled, @Nullable String interval) {

		static SwitchDescriptor of(MonitoringSwitch one) {
			Duration interval = one.interval();
			return new SwitchDescriptor(one.name(), one.enabled(),
					(interval != null) ? DurationText.of(interval) : null);
		}

	}

}
