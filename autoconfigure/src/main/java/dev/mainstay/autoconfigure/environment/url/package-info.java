/**
 * Database addresses as other ecosystems write them, turned into what JDBC drivers take;
 * start at {@link dev.mainstay.autoconfigure.environment.url.DatabaseUrl}.
 */
@NullMarked
package dev.mainstay.autoconfigure.environment.url;

import org.jspecify.annotations.NullMarked;
