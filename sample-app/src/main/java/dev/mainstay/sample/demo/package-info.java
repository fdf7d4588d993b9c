/**
 * Trouble on purpose, to watch how it heals or shows; start at
 * {@link dev.mainstay.sample.demo.DeadlockController},
 * {@link dev.mainstay.sample.demo.CookbookController} and
 * {@link dev.mainstay.sample.demo.SlowSearchController}, or let
 * {@link dev.mainstay.sample.demo.Traffic} go to them.
 */
@NullMarked
package dev.mainstay.sample.demo;

import org.jspecify.annotations.NullMarked;
