/**
 * Constraint violations in words for people; start at
 * {@link dev.mainstay.constraint.ConstraintExplainer}.
 */
@NullMarked
package dev.mainstay.constraint;

import org.jspecify.annotations.NullMarked;
