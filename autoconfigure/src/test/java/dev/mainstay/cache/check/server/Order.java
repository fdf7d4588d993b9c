package dev.mainstay.cache.check.server;

import java.io.Serializable;
import java.util.Set;

/**
 * What an instance is to do in a schedule.
 *
 * @param number the number of the schedule, which rises
 * @param seed decides what is done
 * @param block the same for some schedules after each other, that ask the same
 * @param writing whether rows are written, too
 * @param rough whether connections are killed and answers are lost
 * @param faulty whether messages of the instances get lost, doubled and late
 * @param places where there are rows
 */
record Order(long number, long seed, long block, boolean writing, boolean rough, boolean faulty,
		Set<Place> places) implements Serializable {

}
