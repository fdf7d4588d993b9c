/**
 * Who has the connections: a report with the culprit when there is none left, leaks, and
 * connections that are held without a statement; start at
 * {@link dev.mainstay.admission.holder.HolderReport}.
 */
@NullMarked
package dev.mainstay.admission.holder;

import org.jspecify.annotations.NullMarked;
