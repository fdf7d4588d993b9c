package dev.mainstay.event;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the instruments of all data sources when it is told to, and passes on what has
 * happened since the last time. Several samplers can look at the same instruments in
 * rhythms of their own. Thread-safe.
 */
public final class Sampler {

	private static final Logger logger = LoggerFactory.getLogger(Sampler.class);

	private final List<ReadingSource> sources;

	private final List<SampleListener> listeners;

	private final Clock clock;

	// One sample after the other.
	private final ReentrantLock lock = new ReentrantLock();

	private Map<String, Reading> last = Map.of();

	// Those that were told of.
	private final Set<Object> failed = ConcurrentHashMap.newKeySet();

	/**
	 * Create a sampler. It does nothing by itself.
	 * @param sources who knows the values
	 * @param listeners who hears of each sample
	 * @param clock tells the time
	 */
	public Sampler(List<ReadingSource> sources, List<SampleListener> listeners, Clock clock) {
		this.sources = List.copyOf(sources);
		this.listeners = List.copyOf(listeners);
		this.clock = clock;
	}

	/**
	 * Read all instruments; the window that began with the last call is over. The first
	 * call only begins one, as does a clock that goes backwards.
	 */
	public void sample() {
		this.lock.lock();
		try {
			Map<String, Reading> now = read();
			now.forEach((dataSource, reading) -> {
				Reading before = this.last.get(dataSource);
				if (before != null && before.time().isBefore(reading.time())) {
					tell(Sample.between(before, reading));
				}
			});
			this.last = now;
		}
		finally {
			this.lock.unlock();
		}
	}

	private Map<String, Reading> read() {
		Map<String, Reading.Builder> builders = new LinkedHashMap<>();
		for (ReadingSource source : this.sources) {
			guarded(source, () -> source.read((name) -> builders.computeIfAbsent(name, Reading::of)));
		}
		Instant time = this.clock.instant();
		Map<String, Reading> readings = new LinkedHashMap<>();
		builders.forEach((name, builder) -> readings.put(name, builder.at(time)));
		return readings;
	}

	private void tell(Sample sample) {
		for (SampleListener listener : this.listeners) {
			guarded(listener, () -> listener.sampled(sample));
		}
	}

	private void guarded(Object part, Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException | LinkageError ex) {
			if (this.failed.add(part)) {
				logger.warn("Monitoring goes on without {}, which failed; it is asked again, but not told of again",
						part.getClass().getName(), ex);
			}
		}
	}

}
