/**
 * A meal planner that uses Mainstay the way any application would; start at
 * {@link dev.mainstay.sample.menu.MenuService}.
 */
@NullMarked
package dev.mainstay.sample;

import org.jspecify.annotations.NullMarked;
