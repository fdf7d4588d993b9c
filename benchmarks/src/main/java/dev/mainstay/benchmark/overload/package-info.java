/**
 * More requests than a database serves; start at
 * {@link dev.mainstay.benchmark.overload.OverloadComparison} and
 * {@link dev.mainstay.benchmark.overload.SegmentComparison}.
 */
@NullMarked
package dev.mainstay.benchmark.overload;

import org.jspecify.annotations.NullMarked;
