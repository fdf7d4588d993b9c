/**
 * Alerts that are posted to an address; start at
 * {@link dev.mainstay.alert.webhook.WebhookChannel}.
 */
@NullMarked
package dev.mainstay.alert.webhook;

import org.jspecify.annotations.NullMarked;
