package dev.mainstay.alert;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's word that an alert is known and looked after.
 *
 * @param by who, if that is known
 * @param at when
 * @param comment what else was said, if anything
 */
public record Acknowledgement(@Nullable String by, Instant at, @Nullable String comment) {

}
