package dev.mainstay.alert.webhook;

import java.net.URI;
import java.time.Duration;

/**
 * Where alerts are posted to, and how patiently.
 *
 * @param url the address, which is a secret: who knows it can post
 * @param timeout the longest time for one attempt
 * @param maxAttempts the number of attempts, the first one included
 */
public record WebhookSettings(URI url, Duration timeout, int maxAttempts) {

	@Override
	public String toString() {
		return "WebhookSettings[timeout=%s, maxAttempts=%s]".formatted(this.timeout, this.maxAttempts);
	}

}
