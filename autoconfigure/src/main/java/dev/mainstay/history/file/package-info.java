/**
 * The history in a file, so that it survives a restart; start at
 * {@link dev.mainstay.history.file.HistoryFile}.
 */
@NullMarked
package dev.mainstay.history.file;

import org.jspecify.annotations.NullMarked;
