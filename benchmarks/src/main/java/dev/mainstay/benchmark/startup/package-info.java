/**
 * Measures what Mainstay adds to the start of an application; start at
 * {@link dev.mainstay.benchmark.startup.StartupComparison}.
 */
@NullMarked
package dev.mainstay.benchmark.startup;

import org.jspecify.annotations.NullMarked;
