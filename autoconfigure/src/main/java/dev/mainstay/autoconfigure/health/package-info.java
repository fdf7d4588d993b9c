/**
 * Wiring of health; start at
 * {@link dev.mainstay.autoconfigure.health.DatabaseHealthAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
