package dev.mainstay.endpoint;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Answers 503 over HTTP when the database cannot be reached.
 */
@EndpointWebExtension(endpoint = DatabaseHealthEndpoint.class)
public class DatabaseHealthEndpointWebExtension {

	private final DatabaseHealthEndpoint endpoint;

	public DatabaseHealthEndpointWebExtension(DatabaseHealthEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@ReadOperation
	public WebEndpointResponse<DatabaseHealthEndpoint.HealthDescriptor> health(@Nullable Boolean force,
			@Nullable String dataSource) {
		DatabaseHealthEndpoint.HealthDescriptor health = this.endpoint.health(force, dataSource);
		int status = health.status().equals("UP") ? WebEndpointResponse.STATUS_OK
				: WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
		return new WebEndpointResponse<>(health, status);
	}

}
