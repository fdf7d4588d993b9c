package dev.mainstay.cache.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Settings as they are by default, but for the room.
 *
 * @param maxSize how many answers are kept
 * @param maxBytes how much memory they may take
 */
public record UsualStoreSettings(long maxSize, long maxBytes) implements StoreSettings {

	private static final long PLENTY = 64L << 20;

	public UsualStoreSettings() {
		this(10_000, PLENTY);
	}

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
