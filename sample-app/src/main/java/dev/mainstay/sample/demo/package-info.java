/**
 * Trouble on purpose, to watch how it heals; start at
 * {@link dev.mainstay.sample.demo.DeadlockController}.
 */
@NullMarked
package dev.mainstay.sample.demo;

import org.jspecify.annotations.NullMarked;
