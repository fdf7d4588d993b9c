/**
 * Keeps values so that nobody outside can alter them. Start at
 * {@link dev.mainstay.cache.value.ValueCopies}.
 */
@NullMarked
package dev.mainstay.cache.value;

import org.jspecify.annotations.NullMarked;
