package dev.mainstay.transaction.watchdog;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A transaction that is open for longer than it should.
 *
 * @param dataSource the bean name of its data source
 * @param operation the name of the unit of work
 * @param place class and method that began it, or {@code null} if nobody said so
 * @param age how long it is open
 * @param thread the name of the thread that began it
 * @param activity what goes on: {@code statement} while the database works for it,
 * {@code commit} while it is being committed, else {@code idle}
 */
public record LongTransaction(String dataSource, String operation, @Nullable String place, Duration age, String thread,
		String activity) {

}
