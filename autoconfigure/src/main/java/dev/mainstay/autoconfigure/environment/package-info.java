/**
 * What the environment says about the database, made properties, and what is wrong with
 * it, explained; start at
 * {@link dev.mainstay.autoconfigure.environment.DatabaseEnvironmentPostProcessor}.
 */
@NullMarked
package dev.mainstay.autoconfigure.environment;

import org.jspecify.annotations.NullMarked;
