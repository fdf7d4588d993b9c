/**
 * What JPA keeps in memory between the attempts of a unit of work; start at
 * {@link dev.mainstay.transaction.jpa.OpenSessions}.
 */
@NullMarked
package dev.mainstay.transaction.jpa;

import org.jspecify.annotations.NullMarked;
