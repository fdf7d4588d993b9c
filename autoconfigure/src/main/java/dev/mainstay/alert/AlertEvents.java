package dev.mainstay.alert;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes alerts as events of the application.
 */
public final class AlertEvents implements AlertChannel {

	private final ApplicationEventPublisher publisher;

	/**
	 * Create a channel.
	 * @param publisher who knows the listeners
	 */
	public AlertEvents(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	// That one listener fails once is no reason to keep the next alert from all of them.
	@Override
	public void send(AlertNotification notification) {
		try {
			this.publisher.publishEvent(new DatabaseAlertEvent(notification));
		}
		catch (RuntimeException ex) {
			throw new AlertDeliveryException("a listener of DatabaseAlertEvent failed with " + ex);
		}
	}

	@Override
	public String name() {
		return "event";
	}

}
