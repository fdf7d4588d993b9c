/**
 * Work that comes round again and again; start at
 * {@link dev.mainstay.autoconfigure.background.PeriodicTask}.
 */
@NullMarked
package dev.mainstay.autoconfigure.background;

import org.jspecify.annotations.NullMarked;
