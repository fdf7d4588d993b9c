/**
 * Real database servers for tests.
 */
@NullMarked
package dev.mainstay.testsupport;

import org.jspecify.annotations.NullMarked;
