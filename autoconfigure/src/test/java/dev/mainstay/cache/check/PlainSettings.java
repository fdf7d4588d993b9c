package dev.mainstay.cache.check;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.store.CacheStrategy;
import dev.mainstay.cache.store.StoreSettings;

/**
 * Keeps everything for long, so that only changes make answers go.
 */
final class PlainSettings implements StoreSettings {

	@Override
	public CacheStrategy strategy() {
		return CacheStrategy.TTL;
	}

	@Override
	public Duration baseTtl() {
		return Duration.ofHours(1);
	}

	@Override
	public Duration minTtl() {
		return Duration.ofHours(1);
	}

	@Override
	public @Nullable Duration maxTtl() {
		return null;
	}

	@Override
	public long maxSize() {
		return 1000;
	}

	@Override
	public long maxBytes() {
		return 100_000_000;
	}

	@Override
	public int frequentThreshold() {
		return 5;
	}

	@Override
	public double frequentMultiplier() {
		return 1;
	}

	@Override
	public Duration slowThreshold() {
		return Duration.ofHours(1);
	}

	@Override
	public double slowMultiplier() {
		return 1;
	}

	@Override
	public Duration timeSensitiveMaxTtl() {
		return Duration.ofHours(1);
	}

}
