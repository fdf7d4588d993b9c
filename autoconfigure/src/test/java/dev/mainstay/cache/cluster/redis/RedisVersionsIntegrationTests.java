package dev.mainstay.cache.cluster.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import dev.mainstay.cache.cluster.ClusterSettings;
import dev.mainstay.cache.cluster.Publication;
import dev.mainstay.cache.cluster.Publication.Content;
import dev.mainstay.cache.shared.SharedStore.Entry;
import dev.mainstay.cache.shared.SharedStore.Stamp;
import dev.mainstay.testsupport.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link RedisVersions} and {@link RedisAnswers} with a real server.
 */
class RedisVersionsIntegrationTests {

	private static final byte[] VALUE = "soup".getBytes(StandardCharsets.UTF_8);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final List<LettuceConnectionFactory> factories = new ArrayList<>();

	private Set<String> heard = Set.of();

	private final ClusterSettings settings = new ClusterSettings() {

		private final String channel = "versions-" + UUID.randomUUID();

		@Override
		public String channel() {
			return this.channel;
		}

		@Override
		public Duration beatInterval() {
			return Duration.ofMillis(500);
		}

		@Override
		public Duration forgetAfter() {
			return Duration.ofSeconds(3);
		}

	};

	@AfterEach
	void closeAll() {
		this.factories.forEach(LettuceConnectionFactory::destroy);
	}

	private Node node(String name, RedisServer server) {
		return node(name, server, 1000);
	}

	private Node node(String name, RedisServer server, int mostTags) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration(server.host(), server.port()));
		factory.afterPropertiesSet();
		factory.start();
		this.factories.add(factory);
		return new Node(name, factory.getConnection(), new RedisVersions(this.settings, mostTags),
				new RedisAnswers(factory, this.settings, () -> this.heard));
	}

	@Test
	void findsWhatIsStoredUntilATagChanges() {
		Node node = node("a", RedisServer.shared()).beatTwice();
		Stamp stamp = node.stamp();

		assertThat(node.store(stamp, "dish", "#dish:1")).isTrue();
		assertThat(node.find()).isEqualTo("soup");
		assertThat(node.entry().tags()).containsExactly("dish", "#dish:1");
		assertThat(node.entry().left()).isBetween(MINUTE.minusSeconds(10), MINUTE);
		node.change("other", "#dish:2");
		assertThat(node.find()).isEqualTo("soup");
		node.change("#dish:1");
		assertThat(node.find()).isNull();
		assertThat(node.store(stamp, "dish", "#dish:1")).isFalse();
		assertThat(node.store(node.stamp(), "dish")).isTrue();
		node.tell(Content.EVERYTHING);
		assertThat(node.find()).isNull();
	}

	@Test
	void keepsTheNewerOfTwoAnswers() {
		Node node = node("a", RedisServer.shared()).beatTwice();
		Stamp old = node.stamp();
		node.change("other");

		assertThat(node.store(node.stamp(), "dish")).isTrue();
		assertThat(node.store(old, "dish")).isFalse();
	}

	@Test
	void trustsNothingBeforeEachMemberHasToldUntilWhen() {
		Node first = node("a", RedisServer.shared());
		first.tell(Content.BEAT);
		assertThat(first.answers().find("key").stamp()).isNull();
		first.tell(Content.BEAT);
		assertThat(first.answers().find("key").stamp()).isNotNull();

		Node second = node("b", RedisServer.shared());
		second.tell(Content.BEAT);
		assertThat(first.answers().find("key").stamp()).isNull();
		second.tell(Content.BEAT);
		assertThat(first.answers().find("key").stamp()).isNotNull();
	}

	@Test
	void whatADeadMemberMayHaveChangedIsNotFoundAgain() {
		Node first = node("a", RedisServer.shared()).beatTwice();
		Node dying = node("b", RedisServer.shared()).beatTwice();
		assertThat(first.store(first.stamp(), "dish")).isTrue();
		assertThat(first.find()).isEqualTo("soup");

		// It has committed a change, and is gone.
		Awaitility.await().pollInterval(Duration.ofMillis(200)).until(() -> {
			first.tell(Content.BEAT);
			return first.answers().find("key").stamp() == null;
		});
		Awaitility.await().pollInterval(Duration.ofMillis(200)).until(() -> {
			first.tell(Content.BEAT);
			return first.answers().find("key").stamp() != null;
		});

		assertThat(first.find()).isNull();
		assertThat(dying.name()).isEqualTo("b");
	}

	@Test
	void trustsNothingWhileSomebodyIsHeardWhoNotesNothing() {
		Node node = node("a1", RedisServer.shared()).beatTwice();
		node("b2", RedisServer.shared()).beatTwice();

		this.heard = Set.of("b2");
		assertThat(node.answers().find("key").stamp()).isNotNull();
		for (String silent : List.of("c3", "b", "2", "1")) {
			this.heard = Set.of("b2", silent);
			assertThat(node.answers().find("key").stamp()).isNull();
		}
	}

	@Test
	void whoSaysGoodbyeIsNotMissed() {
		Node first = node("a", RedisServer.shared()).beatTwice();
		Node second = node("b", RedisServer.shared()).beatTwice();
		assertThat(first.store(first.stamp(), "dish")).isTrue();

		second.tell(Content.END);
		first.tell(Content.BEAT);

		assertThat(first.find()).isEqualTo("soup");
	}

	@Test
	void aLostKeyMakesAllAnswersOldOnes() {
		Node node = node("a", RedisServer.shared()).beatTwice();
		Stamp stamp = node.stamp();
		assertThat(node.store(stamp, "dish")).isTrue();

		node.connection().keyCommands().del(RedisVersions.key(this.settings));

		assertThat(node.answers().find("key").stamp()).isNull();
		node.beatTwice();
		assertThat(node.find()).isNull();
		assertThat(node.store(stamp, "dish")).isFalse();
	}

	@Test
	void keepsTheNumberOfTagsBounded() {
		Node node = node("a", RedisServer.shared(), 50).beatTwice();
		assertThat(node.store(node.stamp(), "dish")).isTrue();

		for (int i = 0; i < 200; i++) {
			node.change("#" + i);
		}

		assertThat(node.connection().hashCommands().hLen(RedisVersions.key(this.settings))).isLessThan(60);
		assertThat(node.find()).isNull();
		assertThat(node.store(node.stamp(), "dish")).isTrue();
		assertThat(node.find()).isEqualTo("soup");
	}

	@Test
	void believesNoReplicaAndNoneThatIsPromoted() {
		try (RedisServer primary = RedisServer.startNewEmbedded("repl-diskless-sync-delay=0");
				RedisServer replica = RedisServer.startNewEmbedded()) {
			Node old = node("a", primary).beatTwice();
			Node fresh = node("b", replica);
			follow(replica, primary);
			Awaitility.await().until(() -> {
				old.tell(Content.BEAT);
				return old.answers().find("key").stamp() != null;
			});
			Stamp stamp = old.stamp();
			assertThat(old.store(stamp, "dish")).isTrue();
			Awaitility.await()
				.until(() -> Boolean.TRUE
					.equals(fresh.connection().keyCommands().exists(bytes(this.settings.channel() + ":answer:key"))));
			assertThatException().isThrownBy(() -> fresh.answers().find("key"))
				.havingRootCause()
				.withMessageContaining("not the primary");
			assertThatException().isThrownBy(() -> fresh.tell(Content.BEAT));

			fresh.connection().execute("REPLICAOF", bytes("NO"), bytes("ONE"));

			assertThat(fresh.answers().find("key").stamp()).isNull();
			fresh.beatTwice();
			assertThat(fresh.find()).isNull();
			assertThat(fresh.store(stamp, "dish")).isFalse();
			assertThat(fresh.store(fresh.stamp(), "dish")).isTrue();
			assertThat(fresh.find()).isEqualTo("soup");

			// Who comes from the old one may have told it what the new one has never
			// heard.
			new Node("a", fresh.connection(), old.versions(), fresh.answers()).tell(Content.BEAT);
			fresh.tell(Content.BEAT);
			assertThat(fresh.find()).isNull();
		}
	}

	private void follow(RedisServer replica, RedisServer primary) {
		Node node = node("follow", replica);
		node.connection().execute("REPLICAOF", bytes(primary.host()), bytes(Integer.toString(primary.port())));
		Awaitility.await()
			.until(() -> "up".equals(node.connection().serverCommands().info("replication").get("master_link_status")));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What one instance does.
	 */
	private record Node(String name, RedisConnection connection, RedisVersions versions, RedisAnswers answers) {

		void tell(Content content, String... tags) {
			this.versions.publish(this.connection, new Publication("a message", this.name, content, List.of(tags)));
		}

		void change(String... tags) {
			tell(Content.CHANGE, tags);
		}

		Node beatTwice() {
			tell(Content.BEAT);
			tell(Content.BEAT);
			return this;
		}

		Stamp stamp() {
			return Objects.requireNonNull(this.answers.find("another").stamp());
		}

		Entry entry() {
			return Objects.requireNonNull(this.answers.find("key").entry());
		}

		boolean store(Stamp stamp, String... tags) {
			return this.answers.store("key", stamp, List.of(tags), VALUE, MINUTE);
		}

		@Nullable String find() {
			Entry entry = this.answers.find("key").entry();
			return (entry != null) ? new String(entry.value(), StandardCharsets.UTF_8) : null;
		}

	}

}
