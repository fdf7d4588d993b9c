package dev.mainstay.alert;

/**
 * Tells listeners of the application of alerts. Published on a background thread that
 * does nothing else.
 *
 * @param notification what has changed
 */
public record DatabaseAlertEvent(AlertNotification notification) {

}
