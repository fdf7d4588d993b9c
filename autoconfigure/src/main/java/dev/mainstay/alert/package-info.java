/**
 * Rules that look at what is measured and tell people when something is wrong; start at
 * {@link dev.mainstay.alert.Alerts}.
 */
@NullMarked
package dev.mainstay.alert;

import org.jspecify.annotations.NullMarked;
