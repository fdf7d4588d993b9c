/**
 * Answers of a web application whose database has refused a value or cannot serve now;
 * start at {@link dev.mainstay.constraint.web.DatabaseProblemResolver}.
 */
@NullMarked
package dev.mainstay.constraint.web;

import org.jspecify.annotations.NullMarked;
