package dev.mainstay.cache.cluster.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import dev.mainstay.cache.cluster.ClusterSettings;
import dev.mainstay.cache.shared.SharedStore;

/**
 * Shared answers in Redis. Thread-safe.
 */
public final class RedisAnswers implements SharedStore {

	private final RedisConnectionFactory connections;

	private final byte[] versions;

	private final String prefix;

	private final byte[] lease;

	private final Supplier<Set<String>> others;

	/**
	 * Create the store.
	 * @param connections makes the connections
	 * @param settings the channel, on which all changes are told
	 * @param others the origins of the other instances that are heard on it; nothing is
	 * found while one of them does not note its changes
	 */
	public RedisAnswers(RedisConnectionFactory connections, ClusterSettings settings, Supplier<Set<String>> others) {
		this.others = others;
		this.connections = connections;
		this.versions = RedisVersions.key(settings);
		this.prefix = settings.channel() + ":answer:";
		this.lease = RedisVersions.bytes(Long.toString(RedisVersions.leaseMillis(settings)));
	}

	@Override
	public Found find(String key) {
		List<byte[]> arguments = new ArrayList<>(List.of(this.versions, key(key), this.lease));
		this.others.get().forEach((origin) -> arguments.add(RedisVersions.bytes(origin)));
		List<@Nullable Object> found = run(VersionScripts.FIND, arguments.toArray(byte[][]::new));
		if (found.size() < 3) {
			return Found.NOTHING;
		}
		Stamp stamp = new Stamp(RedisVersions.text(found.get(1)), number(found.get(2)));
		if (number(found.get(0)) == 0 || !(found.get(3) instanceof byte[] value)
				|| !(found.get(5) instanceof List<?> tags)) {
			return new Found(null, stamp);
		}
		long left = number(found.get(4));
		return new Found((left > 0)
				? new Entry(value, tags.stream().map(RedisVersions::text).toList(), Duration.ofMillis(left)) : null,
				stamp);
	}

	@Override
	public boolean store(String key, Stamp stamp, List<String> tags, byte[] value, Duration timeToLive) {
		List<byte[]> arguments = new ArrayList<>(List.of(this.versions, key(key),
				RedisVersions.bytes(stamp.incarnation()), RedisVersions.bytes(Long.toString(stamp.sequence())), value,
				RedisVersions.bytes(Long.toString(Math.max(1, timeToLive.toMillis())))));
		tags.forEach((tag) -> arguments.add(RedisVersions.bytes(tag)));
		return number(run(VersionScripts.STORE, arguments.toArray(byte[][]::new)).get(0)) == 1;
	}

	private byte[] key(String key) {
		return RedisVersions.bytes(this.prefix + key);
	}

	private List<@Nullable Object> run(LuaScript script, byte[]... arguments) {
		RedisConnection connection = this.connections.getConnection();
		try {
			return script.run(connection, 2, arguments);
		}
		finally {
			connection.close();
		}
	}

	private static long number(@Nullable Object answer) {
		if (answer instanceof Number number) {
			return number.longValue();
		}
		throw new IllegalStateException("A script has answered something else than a number");
	}

}
