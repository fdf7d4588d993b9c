package dev.mainstay.autoconfigure.health;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;

/**
 * Warns at start if the database decides about the liveness of the application: while it
 * is away, every instance would be restarted again and again.
 */
final class LivenessCaution implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(LivenessCaution.class);

	private final ObjectProvider<HealthEndpointGroups> groups;

	LivenessCaution(ObjectProvider<HealthEndpointGroups> groups) {
		this.groups = groups;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.groups.ifAvailable((available) -> {
			HealthEndpointGroup liveness = available.get("liveness");
			if (liveness != null && liveness.isMember("db")) {
				logger.warn("The health group 'liveness' contains 'db': when the database is away, the platform "
						+ "restarts every instance, which does not bring it back. Take 'db' out of "
						+ "management.endpoint.health.group.liveness.include; the group 'readiness' is its place");
			}
		});
	}

}
