/**
 * How large a pool should be for its load, and making it so within bounds; start at
 * {@link dev.mainstay.admission.scaling.PoolScaling}.
 */
@NullMarked
package dev.mainstay.admission.scaling;

import org.jspecify.annotations.NullMarked;
