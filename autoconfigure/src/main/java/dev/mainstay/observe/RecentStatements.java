package dev.mainstay.observe;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the statements of a data source have done lately. The ten minutes that have begun
 * count as whole ones.
 *
 * @param mean how long a statement of the last hour took on average; {@code null} if
 * there was none
 * @param slow how many of the last 24 hours were slow
 * @param errorsPerHour how many failed in an hour, on average of the last 24 hours or, if
 * it is less, of the time since the start
 */
public record RecentStatements(@Nullable Duration mean, long slow, double errorsPerHour) {

}
