/**
 * Calls of Spring Data repositories as units of work; start at
 * {@link dev.mainstay.transaction.repository.RepositoryUnits}.
 */
@NullMarked
package dev.mainstay.transaction.repository;

import org.jspecify.annotations.NullMarked;
