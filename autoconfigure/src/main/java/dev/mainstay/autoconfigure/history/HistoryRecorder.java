package dev.mainstay.autoconfigure.history;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.event.MonitoringSwitch;
import dev.mainstay.event.ReadingSource;
import dev.mainstay.event.Sampler;
import dev.mainstay.history.History;
import dev.mainstay.history.file.HistoryFile;

/**
 * Feeds the history as long as the application runs, and keeps its file up to date.
 * Thread-safe.
 */
final class HistoryRecorder implements SmartLifecycle, MonitoringSwitch {

	// Nobody wants to wait for the first figures.
	private static final Duration FIRST_WINDOW = Duration.ofSeconds(10);

	private static final Duration SAVE_INTERVAL = Duration.ofMinutes(5);

	private final List<ReadingSource> sources;

	private final History history;

	private final Clock clock;

	private final @Nullable HistoryFile file;

	private final PeriodicTask task;

	// Guards the sampler and the file.
	private final ReentrantLock lock = new ReentrantLock();

	private Sampler sampler;

	private Instant saved = Instant.MIN;

	private boolean running;

	HistoryRecorder(List<ReadingSource> sources, History history, @Nullable HistoryFile file, Duration interval,
			Clock clock) {
		this.sources = sources;
		this.history = history;
		this.file = file;
		this.clock = clock;
		this.task = new PeriodicTask("db-history", FIRST_WINDOW, interval, this::record);
		this.sampler = sampler();
	}

	private Sampler sampler() {
		return new Sampler(this.sources, List.of(this.history::add), this.clock);
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			if (this.running) {
				return;
			}
			this.running = true;
			if (this.file != null) {
				this.file.open();
			}
			begin();
		}
		finally {
			this.lock.unlock();
		}
		if (!this.sources.isEmpty()) {
			this.task.start();
		}
	}

	// The time before is not part of the first window.
	private void begin() {
		this.saved = this.clock.instant();
		this.sampler = sampler();
		if (enabled()) {
			this.sampler.sample();
		}
	}

	void record() {
		this.lock.lock();
		try {
			if (!this.running) {
				return;
			}
			this.sampler.sample();
			Instant now = this.clock.instant();
			if (this.file != null && !now.isBefore(this.saved.plus(SAVE_INTERVAL))) {
				this.saved = now;
				this.file.save();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop() {
		this.task.stop();
		this.lock.lock();
		try {
			if (this.running && this.file != null) {
				this.file.save();
				this.file.close();
			}
			this.running = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isRunning() {
		this.lock.lock();
		try {
			return this.running;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int getPhase() {
		return this.task.getPhase();
	}

	@Override
	public String name() {
		return "history";
	}

	@Override
	public boolean enabled() {
		return !this.task.isResting();
	}

	@Override
	public void enable(boolean enabled) {
		this.lock.lock();
		try {
			if (enabled != enabled()) {
				this.task.rest(!enabled);
				if (enabled && this.running) {
					begin();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Duration interval() {
		return this.task.interval();
	}

	@Override
	public @Nullable String objection(Duration interval) {
		if (interval.compareTo(HistoryProperties.LEAST_INTERVAL) < 0) {
			return "must be at least 1s";
		}
		return (interval.compareTo(HistoryProperties.MOST_INTERVAL) > 0) ? "must be at most 1h" : null;
	}

	@Override
	public void interval(Duration interval) {
		this.task.every(interval);
	}

}
