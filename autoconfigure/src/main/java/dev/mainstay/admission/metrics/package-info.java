/**
 * Meters of the gates; start at {@link dev.mainstay.admission.metrics.GateMeter}.
 */
@NullMarked
package dev.mainstay.admission.metrics;

import org.jspecify.annotations.NullMarked;
