package dev.mainstay.autoconfigure.cache.cluster;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.cache.shared.SharedSettings;

/**
 * Properties of the answers that instances share in Redis.
 *
 * @param shared Whether instances share answers in Redis, besides telling each other of
 * changes. Values lie there as they were read.
 * @param timeout Longest time that a reader waits for a shared answer before it asks the
 * database.
 * @param compressAbove Size of a value from which on it is compressed.
 * @param maxAnswerSize Room that one shared answer may take in Redis. Larger ones are
 * kept by the instance alone.
 * @param version Version of the application. Instances share answers only with those of
 * the same version. Found out from the build when not set.
 */
@ConfigurationProperties("db.cache.redis")
record SharedCacheProperties(@DefaultValue("false") boolean shared, @DefaultValue("100ms") Duration timeout,
		@DefaultValue("4KB") DataSize compressAbove, @DefaultValue("1MB") DataSize maxAnswerSize,
		@Nullable String version) implements SharedSettings {

	private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);

	private static final DataSize LARGEST = DataSize.ofMegabytes(64);

	SharedCacheProperties {
		Checks checks = new Checks("db.cache.redis");
		checks.atLeast("timeout", timeout, Duration.ofMillis(1), "Type for example db.cache.redis.timeout=100ms.");
		if (timeout.compareTo(LONGEST_TIMEOUT) > 0) {
			checks.fail("timeout", timeout, "must be at most 10s", "Type for example db.cache.redis.timeout=100ms.");
		}
		if (compressAbove.isNegative() || compressAbove.compareTo(LARGEST) > 0) {
			checks.fail("compress-above", compressAbove, "must be from 0B to 64MB",
					"Type for example db.cache.redis.compress-above=4KB.");
		}
		if (maxAnswerSize.compareTo(DataSize.ofKilobytes(1)) < 0 || maxAnswerSize.compareTo(LARGEST) > 0) {
			checks.fail("max-answer-size", maxAnswerSize, "must be from 1KB to 64MB",
					"Type for example db.cache.redis.max-answer-size=1MB.");
		}
	}

	@Override
	public int compressAboveBytes() {
		return (int) this.compressAbove.toBytes();
	}

	@Override
	public int maxAnswerBytes() {
		return (int) this.maxAnswerSize.toBytes();
	}

}
