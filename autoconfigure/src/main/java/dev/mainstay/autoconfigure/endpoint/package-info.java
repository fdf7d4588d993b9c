/**
 * Wiring of the endpoints; start at
 * {@link dev.mainstay.autoconfigure.endpoint.DatabaseEndpointAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
