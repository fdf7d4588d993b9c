/**
 * Wiring of alerts; start at
 * {@link dev.mainstay.autoconfigure.alert.DatabaseAlertAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.alert;

import org.jspecify.annotations.NullMarked;
