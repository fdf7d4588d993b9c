/**
 * Meters of the gates and breakers; start at
 * {@link dev.mainstay.admission.metrics.GateMeter}.
 */
@NullMarked
package dev.mainstay.admission.metrics;

import org.jspecify.annotations.NullMarked;
