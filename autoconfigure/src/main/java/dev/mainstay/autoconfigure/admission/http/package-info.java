/**
 * Wiring of what sees HTTP calls that are made while a connection is held; start at
 * {@link dev.mainstay.autoconfigure.admission.http.DatabaseHttpCallAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.admission.http;

import org.jspecify.annotations.NullMarked;
