/**
 * What is measured again and again, in a form that history and alerts share; start at
 * {@link dev.mainstay.event.Sampler}.
 */
@NullMarked
package dev.mainstay.event;

import org.jspecify.annotations.NullMarked;
