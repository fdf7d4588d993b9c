/**
 * Carries changes between instances with LISTEN and NOTIFY of PostgreSQL. Start at
 * {@link dev.mainstay.cache.cluster.postgres.PostgresTransport}.
 */
@NullMarked
package dev.mainstay.cache.cluster.postgres;

import org.jspecify.annotations.NullMarked;
