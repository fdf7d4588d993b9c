package dev.mainstay.cache.read;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.store.Shape;

/**
 * What is asked for.
 *
 * @param key tells its answer apart from all others
 * @param removals how often the answer may have been removed before it was loaded
 * @param shape what the answer is one of many of
 * @param options how it is kept
 * @param ticket what allows to share its answer, or {@code null}
 */
record Question(Object key, long removals, Shape shape, ReadOptions options, @Nullable Object ticket) {

}
