/**
 * Wiring of the detectors; start at
 * {@link dev.mainstay.autoconfigure.observe.detect.DatabaseDetectorAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.observe.detect;

import org.jspecify.annotations.NullMarked;
