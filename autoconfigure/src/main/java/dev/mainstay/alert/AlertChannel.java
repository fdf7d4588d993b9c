package dev.mainstay.alert;

/**
 * A way by which people learn of alerts. Called on a background thread that belongs to it
 * alone, one notification after the other, so it may take its time; while too many wait
 * for it, the oldest are dropped and counted.
 */
@FunctionalInterface
public interface AlertChannel {

	/**
	 * Tell people of what has changed.
	 * @param notification what has changed
	 * @throws AlertDeliveryException if that failed for a reason that may pass; any other
	 * exception switches the channel off
	 */
	void send(AlertNotification notification);

	/**
	 * Return what it is called in messages and at the endpoint.
	 * @return the name; the name of its class by default
	 */
	default String name() {
		return getClass().getName();
	}

}
