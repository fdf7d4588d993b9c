/**
 * What to cook in the next days: one large transaction that reads much and writes a menu;
 * start at {@link dev.mainstay.sample.menu.MenuService}.
 */
@NullMarked
package dev.mainstay.sample.menu;

import org.jspecify.annotations.NullMarked;
