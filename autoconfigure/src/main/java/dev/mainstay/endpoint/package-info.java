/**
 * What operators see and do under {@code /actuator/database}; start at
 * {@link dev.mainstay.endpoint.DatabaseEndpoint}.
 */
@NullMarked
package dev.mainstay.endpoint;

import org.jspecify.annotations.NullMarked;
