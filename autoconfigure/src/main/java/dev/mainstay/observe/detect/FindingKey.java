package dev.mainstay.observe.detect;

import org.jspecify.annotations.Nullable;

/**
 * What makes two findings the same one.
 *
 * @param kind what is wrong
 * @param place where
 * @param fingerprint with which statement
 */
record FindingKey(FindingKind kind, @Nullable String place, @Nullable String fingerprint) {

}
