/**
 * Real database servers for tests: start at
 * {@link dev.mainstay.testsupport.TestDatabase}.
 */
@NullMarked
package dev.mainstay.testsupport;

import org.jspecify.annotations.NullMarked;
