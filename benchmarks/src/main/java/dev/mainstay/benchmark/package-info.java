/**
 * Measures what lending a connection and running a statement cost with Mainstay and
 * without; start at {@link dev.mainstay.benchmark.BorrowBenchmark}.
 */
@NullMarked
package dev.mainstay.benchmark;

import org.jspecify.annotations.NullMarked;
