/**
 * Exempts schema migrations from session limits; start at
 * {@link dev.mainstay.autoconfigure.migration.DatabaseMigrationAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.migration;

import org.jspecify.annotations.NullMarked;
