package dev.mainstay.endpoint;

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Knows over HTTP who drops answers.
 */
@EndpointWebExtension(endpoint = DatabaseCacheEndpoint.class)
public class DatabaseCacheEndpointWebExtension {

	private final DatabaseCacheEndpoint endpoint;

	public DatabaseCacheEndpointWebExtension(DatabaseCacheEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Drop answers: those that depend on tags, those of methods, or all of them.
	 * @param securityContext who asks
	 * @param tag names of tables or tags, with a comma in between
	 * @param method names of methods, with a comma in between
	 * @param pattern the names of methods, with {@code *} and {@code ?} in it
	 * @return what was done
	 */
	@DeleteOperation
	public DatabaseCacheEndpoint.InvalidationDescriptor invalidate(SecurityContext securityContext,
			@Nullable String tag, @Nullable String method, @Nullable String pattern) {
		Principal principal = securityContext.getPrincipal();
		return this.endpoint.invalidate(tag, method, pattern, (principal != null) ? principal.getName() : null);
	}

}
