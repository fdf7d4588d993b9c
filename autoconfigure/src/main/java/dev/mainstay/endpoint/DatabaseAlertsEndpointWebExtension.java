package dev.mainstay.endpoint;

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Knows over HTTP who acknowledges an alert.
 */
@EndpointWebExtension(endpoint = DatabaseAlertsEndpoint.class)
public class DatabaseAlertsEndpointWebExtension {

	private final DatabaseAlertsEndpoint endpoint;

	public DatabaseAlertsEndpointWebExtension(DatabaseAlertsEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Change the threshold of a rule, or acknowledge an alert.
	 * @param securityContext who asks
	 * @param rule the name of the rule
	 * @param threshold its new threshold, a number
	 * @param acknowledge the id of the alert that is known
	 * @param comment what to say about it
	 * @return the rule or the alert as it is now
	 */
	@WriteOperation
	public DatabaseAlertsEndpoint.ChangeDescriptor change(SecurityContext securityContext, @Nullable String rule,
			@Nullable String threshold, @Nullable String acknowledge, @Nullable String comment) {
		Principal principal = securityContext.getPrincipal();
		String by = (principal != null) ? principal.getName() : null;
		return this.endpoint.change(rule, threshold, acknowledge, comment, by);
	}

}
