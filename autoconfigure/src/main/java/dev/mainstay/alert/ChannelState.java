package dev.mainstay.alert;

/**
 * How a channel has fared.
 *
 * @param name what it is called
 * @param on whether it is still used
 * @param delivered notifications that reached it
 * @param failed notifications that it could not pass on
 * @param dropped notifications that were never given to it because too many waited, or
 * because it was switched off
 */
public record ChannelState(String name, boolean on, long delivered, long failed, long dropped) {

}
