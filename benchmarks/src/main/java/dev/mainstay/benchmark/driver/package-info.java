/**
 * A JDBC driver that does nothing, so that only what stands before it is measured; start
 * at {@link dev.mainstay.benchmark.driver.NoOpDriver}.
 */
@NullMarked
package dev.mainstay.benchmark.driver;

import org.jspecify.annotations.NullMarked;
