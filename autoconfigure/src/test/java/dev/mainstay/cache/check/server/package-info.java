/**
 * Random schedules against real servers, and the judgement of what was read in them.
 * Start at {@link dev.mainstay.cache.check.server.Timeline}.
 */
@NullMarked
package dev.mainstay.cache.check.server;

import org.jspecify.annotations.NullMarked;
