/**
 * Says what of the database has changed since when. Start at
 * {@link dev.mainstay.cache.version.TagVersions}.
 */
@NullMarked
package dev.mainstay.cache.version;

import org.jspecify.annotations.NullMarked;
