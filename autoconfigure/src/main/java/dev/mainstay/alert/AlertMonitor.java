package dev.mainstay.alert;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.ReadingSource;
import dev.mainstay.event.Sample;
import dev.mainstay.event.Sampler;

/**
 * Measures, lets the rules judge, and passes on what has changed, whenever it is told to.
 * Thread-safe.
 */
public final class AlertMonitor {

	private final List<ReadingSource> sources;

	private final Alerts alerts;

	private final Consumer<AlertNotification> channels;

	private final Clock clock;

	// One look after the other, and what is told in the order of the looks.
	private final ReentrantLock lock = new ReentrantLock();

	private Sampler sampler;

	private final Map<String, SlidingMinute> minutes = new HashMap<>();

	private final Set<String> measured = new HashSet<>();

	/**
	 * Create a monitor. It does nothing by itself.
	 * @param sources who knows the values
	 * @param alerts the rules
	 * @param channels tells people; must not block
	 * @param clock tells the time
	 */
	public AlertMonitor(List<ReadingSource> sources, Alerts alerts, Consumer<AlertNotification> channels, Clock clock) {
		this.sources = List.copyOf(sources);
		this.alerts = alerts;
		this.channels = channels;
		this.clock = clock;
		this.sampler = sampler();
	}

	private Sampler sampler() {
		return new Sampler(this.sources, List.of(this::sampled), this.clock);
	}

	private void sampled(Sample sample) {
		this.minutes.computeIfAbsent(sample.dataSource(), (name) -> new SlidingMinute()).add(sample);
		this.measured.add(sample.dataSource());
	}

	/**
	 * Look at the values now. The first look only begins to measure.
	 */
	public void look() {
		this.lock.lock();
		try {
			this.measured.clear();
			this.sampler.sample();
			// What was not measured now tells nothing of now.
			this.minutes.keySet().retainAll(this.measured);
			List<Sample> merged = new ArrayList<>();
			this.minutes.values().forEach((minute) -> merged.add(minute.merged()));
			tell(this.alerts.judge(merged));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take back all alerts and forget what was measured, because nobody will look for a
	 * while.
	 */
	public void rest() {
		this.lock.lock();
		try {
			this.sampler = sampler();
			this.minutes.clear();
			tell(this.alerts.expire());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void tell(@Nullable AlertNotification notification) {
		if (notification != null) {
			this.channels.accept(notification);
		}
	}

}
