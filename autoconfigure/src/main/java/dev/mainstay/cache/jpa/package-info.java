/**
 * What JPA keeps in memory, as far as it matters to cached answers. Start at
 * {@link dev.mainstay.cache.jpa.JpaPersistenceState}.
 */
@NullMarked
package dev.mainstay.cache.jpa;

import org.jspecify.annotations.NullMarked;
