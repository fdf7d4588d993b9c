package dev.mainstay.cache.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The settings that a store has by default, and some changes to them.
 */
public record TestSettings(CacheStrategy strategy, Duration baseTtl, Duration minTtl, @Nullable Duration maxTtl,
		long maxSize, long maxBytes) implements StoreSettings {

	/**
	 * The default settings.
	 */
	public static final TestSettings DEFAULTS = new TestSettings(CacheStrategy.ADAPTIVE, Duration.ofSeconds(300),
			Duration.ofSeconds(30), null, 10_000, 64 << 20);

	TestSettings with(CacheStrategy other) {
		return new TestSettings(other, this.baseTtl, this.minTtl, this.maxTtl, this.maxSize, this.maxBytes);
	}

	TestSettings withMaxTtl(Duration other) {
		return new TestSettings(this.strategy, this.baseTtl, this.minTtl, other, this.maxSize, this.maxBytes);
	}

	TestSettings withRoom(long size, long bytes) {
		return new TestSettings(this.strategy, this.baseTtl, this.minTtl, this.maxTtl, size, bytes);
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
