/**
 * Detectors of statements that are sent too often or read too much; start at
 * {@link dev.mainstay.observe.detect.Findings}.
 */
@NullMarked
package dev.mainstay.observe.detect;

import org.jspecify.annotations.NullMarked;
