package dev.mainstay.benchmark;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.store.CacheStrategy;
import dev.mainstay.cache.store.StoreSettings;

/**
 * The settings of a cache as they are by default, but for its room.
 *
 * @param maxSize how many answers are kept
 * @param maxBytes how much memory they may take
 */
record CacheSettings(long maxSize, long maxBytes) implements StoreSettings {

	@Override
	public CacheStrategy strategy() {
		return CacheStrategy.ADAPTIVE;
	}

	@Override
	public Duration baseTtl() {
		return Duration.ofSeconds(300);
	}

	@Override
	public Duration minTtl() {
		return Duration.ofSeconds(30);
	}

	@Override
	public @Nullable Duration maxTtl() {
		return null;
	}

	@Override
	public int frequentThreshold() {
		return 5;
	}

	@Override
	public double frequentMultiplier() {
		return 2;
	}

	@Override
	public Duration slowThreshold() {
		return Duration.ofSeconds(1);
	}

	@Override
	public double slowMultiplier() {
		return 3;
	}

	@Override
	public Duration timeSensitiveMaxTtl() {
		return Duration.ofSeconds(60);
	}

}
