package dev.mainstay.admission.holder;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Gate;
import dev.mainstay.datasource.LentConnections;

/**
 * A pool whose holders are watched.
 *
 * @param name the bean name of its data source
 * @param sizedBy the properties that say how many connections it may have
 * @param connections the connections that are lent
 * @param figures tells the figures of the moment
 * @param gate tells the gate in front of it, {@code null} if there is none
 * @param leakThreshold how long a connection may do nothing before it counts as a leak;
 * zero if none does
 * @param takesLeaks whether a leak is taken away from its holder
 * @param nanoTime the time that its connections are measured with
 */
public record WatchedPool(String name, String sizedBy, LentConnections connections, Supplier<PoolFigures> figures,
		Supplier<@Nullable Gate> gate, Duration leakThreshold, boolean takesLeaks, LongSupplier nanoTime) {

}
