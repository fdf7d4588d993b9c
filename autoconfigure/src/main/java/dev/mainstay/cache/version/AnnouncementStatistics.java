package dev.mainstay.cache.version;

/**
 * What became of the announcements of changes since the start.
 *
 * @param published how many changes other instances were told to expect
 * @param unpublished how many were made although the others could not be told
 * @param refused how many were not made, because the others could not be told
 * @param degraded whether the last one could not be announced
 */
public record AnnouncementStatistics(long published, long unpublished, long refused, boolean degraded) {

}
