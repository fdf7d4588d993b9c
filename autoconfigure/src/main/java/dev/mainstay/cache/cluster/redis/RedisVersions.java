package dev.mainstay.cache.cluster.redis;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

import dev.mainstay.cache.cluster.ClusterSettings;
import dev.mainstay.cache.cluster.Publication;

/**
 * Notes in Redis what this instance has changed, along with telling it. Confined to the
 * thread that publishes.
 */
final class RedisVersions {

	// A row of a table may be a tag. So many take up some 30 MB.
	private static final int MOST_TAGS = 300_000;

	private static final int BEATS_OF_LEASE = 3;

	private final SecureRandom random = new SecureRandom();

	private final ClusterSettings settings;

	private final int mostTags;

	// Of the last beat that was answered.
	private String incarnation = "";

	private String life = "";

	private String time = "0";

	RedisVersions(ClusterSettings settings) {
		this(settings, MOST_TAGS);
	}

	RedisVersions(ClusterSettings settings, int mostTags) {
		this.settings = settings;
		this.mostTags = mostTags;
	}

	static byte[] key(ClusterSettings settings) {
		return bytes(settings.channel() + ":versions");
	}

	static long leaseMillis(ClusterSettings settings) {
		return settings.beatInterval().toMillis() * BEATS_OF_LEASE;
	}

	void publish(RedisConnection connection, Publication publication) {
		List<byte[]> arguments = new ArrayList<>(List.of(key(this.settings), bytes(this.settings.channel()),
				bytes(publication.text()), bytes(publication.content().name()), bytes(publication.origin()),
				bytes(Long.toHexString(this.random.nextLong())), bytes(this.incarnation), bytes(this.life),
				bytes(this.time), bytes(Long.toString(leaseMillis(this.settings))),
				bytes(Long.toString(this.settings.forgetAfter().toMillis())), bytes(Integer.toString(this.mostTags))));
		if (publication.content() == Publication.Content.CHANGE) {
			publication.tags().forEach((tag) -> arguments.add(bytes(tag)));
		}
		List<@Nullable Object> answer = VersionScripts.TELL.run(connection, 1, arguments.toArray(byte[][]::new));
		this.life = text(answer.get(1));
		if (publication.content() == Publication.Content.BEAT) {
			this.incarnation = text(answer.get(0));
			this.time = text(answer.get(2));
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(@Nullable Object answer) {
		if (answer instanceof byte[] bytes) {
			return new String(bytes, StandardCharsets.UTF_8);
		}
		throw new IllegalStateException("A script has answered something else than a text");
	}

}
