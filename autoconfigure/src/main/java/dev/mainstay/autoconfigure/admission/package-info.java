/**
 * Wiring of the gates in front of the pools; start at
 * {@link dev.mainstay.autoconfigure.admission.DatabaseAdmissionAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.admission;

import org.jspecify.annotations.NullMarked;
