package dev.mainstay.alert;

/**
 * A notification did not reach people; the next one may.
 */
public class AlertDeliveryException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message why, in a form that may be logged: no address that is a secret
	 */
	public AlertDeliveryException(String message) {
		super(message);
	}

}
