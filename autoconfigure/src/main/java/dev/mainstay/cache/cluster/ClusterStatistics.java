package dev.mainstay.cache.cluster;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How an instance has kept in touch with the others since it started.
 *
 * @param connected whether it hears the others
 * @param members how many other instances it knows
 * @param published how many messages it has published
 * @param received how many messages of others it has received
 * @param coalesced how many changes went along in a message with others
 * @param failed how many changes were not published in time
 * @param owed how many tags it has yet to tell of
 * @param gaps how often a message of others was missing or not understood
 * @param reconnects how often it was disconnected
 * @param leasesLost how often nothing was served because something came too late
 * @param forgotten how many instances fell silent without saying goodbye
 * @param roundTrip how long its last beat took through the channel, or {@code null}
 * before the first
 */
public record ClusterStatistics(boolean connected, int members, long published, long received, long coalesced,
		long failed, int owed, long gaps, long reconnects, long leasesLost, long forgotten,
		@Nullable Duration roundTrip) {

}
