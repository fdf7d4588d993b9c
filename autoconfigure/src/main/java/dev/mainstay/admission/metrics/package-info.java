/**
 * Meters of the gates, breakers and sizes of pools; start at
 * {@link dev.mainstay.admission.metrics.GateMeter}.
 */
@NullMarked
package dev.mainstay.admission.metrics;

import org.jspecify.annotations.NullMarked;
