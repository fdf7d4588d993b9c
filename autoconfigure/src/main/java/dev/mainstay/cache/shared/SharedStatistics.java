package dev.mainstay.cache.shared;

/**
 * How answers were shared since the start.
 *
 * @param hits how many answers were found
 * @param misses how often there was none that is current
 * @param skipped how often it was not looked for any, because the changes of all
 * instances were not known, the question is none that others know, or it had failed a
 * moment ago
 * @param stores how many answers were stored
 * @param refused how many answers were not stored: they cannot be written, are too large,
 * had changed, or there were too many at a time
 * @param errors how often something failed or took too long, or bytes were not understood
 * @param plainBytes how many bytes the stored answers had
 * @param storedBytes how many bytes they take where they are stored
 */
public record SharedStatistics(long hits, long misses, long skipped, long stores, long refused, long errors,
		long plainBytes, long storedBytes) {

}
