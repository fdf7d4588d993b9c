/**
 * Meters of those who have connections; start at
 * {@link dev.mainstay.admission.holder.metrics.HolderMeter}.
 */
@NullMarked
package dev.mainstay.admission.holder.metrics;

import org.jspecify.annotations.NullMarked;
