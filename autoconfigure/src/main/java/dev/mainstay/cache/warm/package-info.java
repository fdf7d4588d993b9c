/**
 * Reads answers before anybody asks for them. Start at
 * {@link dev.mainstay.cache.warm.WarmAnswers}.
 */
@NullMarked
package dev.mainstay.cache.warm;

import org.jspecify.annotations.NullMarked;
