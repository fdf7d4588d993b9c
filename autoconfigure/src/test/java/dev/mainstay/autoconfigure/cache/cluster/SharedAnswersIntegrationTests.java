package dev.mainstay.autoconfigure.cache.cluster;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import dev.mainstay.autoconfigure.cache.cluster.pantry.Jar;
import dev.mainstay.testsupport.RedisServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications that share answers in Redis.
 */
class SharedAnswersIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private final String channel = "pantry-" + UUID.randomUUID();

	private final List<AutoCloseable> opened = new ArrayList<>();

	@BeforeEach
	void fill() throws SQLException {
		execute("DROP TABLE IF EXISTS jar; CREATE TABLE jar (id int PRIMARY KEY, name text, weight numeric, filled date);"
				+ " INSERT INTO jar SELECT i, 'jam ' || i, 1.50, DATE '2026-01-01' + i FROM generate_series(1, 500) i");
	}

	private static void execute(String sql) throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@AfterEach
	void closeAll() throws Exception {
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	private <T extends AutoCloseable> T opened(T one) {
		this.opened.add(one);
		return one;
	}

	private PantryInstance start(RedisServer server, String... properties) {
		return start(server.host(), server.port(), properties);
	}

	private PantryInstance start(String host, int port, String... properties) {
		List<String> arguments = PantryInstance.arguments(database, host, port, properties);
		arguments.add("--channel=" + this.channel);
		return opened(PantryInstance.start(arguments));
	}

	@Test
	void oneInstanceReadsForAll() {
		PantryInstance first = start(RedisServer.shared());
		PantryInstance second = start(RedisServer.shared());
		PantryInstance.awaitAll(first, second);
		int calls = first.service().calls() + second.service().calls();
		long hits = second.shared().hits();

		first.awaitStored(first.service()::jars);
		List<Jar> jars = second.service().jars();

		assertThat(jars).hasSize(500).isEqualTo(first.service().jars());
		assertThat(first.service().calls() + second.service().calls()).isEqualTo(calls + 1);
		assertThat(second.shared().hits()).isEqualTo(hits + 1);
		// The caller's own.
		jars.clear();
		assertThat(second.service().jars()).hasSize(500);
	}

	@Test
	void tellsArgumentsOfDifferentTypesApart() {
		PantryInstance first = start(RedisServer.shared());
		PantryInstance second = start(RedisServer.shared());
		PantryInstance.awaitAll(first, second);
		first.awaitStored(() -> first.service().nameOf(1));
		first.awaitStored(() -> first.service().nameOf(1L));
		first.awaitStored(() -> first.service().nameOf("1"));
		int calls = second.service().calls();

		assertThat(second.service().nameOf("1")).hasValue("jam 1");
		assertThat(second.service().nameOf("2")).hasValue("jam 2");
		assertThat(second.service().calls()).isEqualTo(calls + 1);
	}

	@Test
	void aChangeOutdatesWhatIsSharedAtOnceAndElsewhereSoon() {
		PantryInstance first = start(RedisServer.shared());
		PantryInstance second = start(RedisServer.shared());
		PantryInstance.awaitAll(first, second);
		first.awaitStored(first.service()::jars);
		second.service().jars();

		first.service().rename(1, "honey");

		assertThat(first.service().jars().get(0).name()).isEqualTo("honey");
		Awaitility.await().until(() -> second.service().jars().get(0).name().equals("honey"));
		PantryInstance third = start(RedisServer.shared());
		assertThat(third.service().jars().get(0).name()).isEqualTo("honey");
	}

	@Test
	void neverServesWhatWasReadBeforeACommitAndOfferedAfterIt() throws Exception {
		PantryInstance first = start(RedisServer.shared());
		PantryInstance second = start(RedisServer.shared());
		PantryInstance.awaitAll(first, second);
		CountDownLatch read = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		second.service().afterReading(() -> {
			read.countDown();
			await(go);
		});
		CompletableFuture<List<Jar>> late = CompletableFuture.supplyAsync(second.service()::jars);
		await(read);

		first.service().rename(1, "honey");
		go.countDown();

		assertThat(late.get(20, TimeUnit.SECONDS).get(0).name()).isEqualTo("jam 1");
		second.service().afterReading(() -> {
		});
		for (int i = 0; i < 20; i++) {
			first.forgetOwnAnswers();
			assertThat(first.service().jars().get(0).name()).isEqualTo("honey");
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void sharesNothingThatWasReadInAnOpenTransaction() {
		PantryInstance first = start(RedisServer.shared());
		PantryInstance.awaitAll(first);
		first.service().inTransaction(first.service()::jars);
		// Stored one after the other.
		first.awaitStored(() -> first.service().nameOf(7));
		first.forgetOwnAnswers();
		int calls = first.service().calls();

		first.service().nameOf(7);
		assertThat(first.service().calls()).isEqualTo(calls);
		first.service().jars();
		assertThat(first.service().calls()).isEqualTo(calls + 1);
	}

	@Test
	void storesLargeValuesCompressedAndReadsNoOthers() {
		PantryInstance first = start(RedisServer.shared());
		PantryInstance second = start(RedisServer.shared());
		PantryInstance.awaitAll(first, second);
		first.awaitStored(() -> first.service().nameOf(1));
		long plain = first.shared().plainBytes();
		long stored = first.shared().storedBytes();
		Set<String> before = answers(first);

		first.awaitStored(first.service()::jars);

		long size = first.shared().plainBytes() - plain;
		assertThat(size).isGreaterThan(10_000);
		String key = answers(first).stream().filter((one) -> !before.contains(one)).findFirst().orElseThrow();
		byte[] value = value(first, key);
		assertThat(value.length).isLessThan((int) size / 3);
		assertThat((long) value.length).isEqualTo(first.shared().storedBytes() - stored);
		assertThat(new String(value, StandardCharsets.ISO_8859_1)).doesNotContain("jam 17");

		for (int i = 0; i < value.length; i += 97) {
			byte[] corrupt = value.clone();
			corrupt[i] ^= 1;
			setValue(first, key, corrupt);
			second.forgetOwnAnswers();
			int calls = second.service().calls();
			long errors = second.shared().errors();
			second.awaitStored(() -> assertThat(second.service().jars()).hasSize(500));
			assertThat(second.service().calls()).isEqualTo(calls + 1);
			assertThat(second.shared().errors()).isEqualTo(errors + 1);
		}
	}

	private Set<String> answers(PantryInstance instance) {
		try (RedisConnection connection = instance.bean(RedisConnectionFactory.class).getConnection()) {
			Set<String> keys = new HashSet<>();
			connection.keyCommands()
				.keys((this.channel + ":answer:*").getBytes(StandardCharsets.UTF_8))
				.forEach((key) -> keys.add(new String(key, StandardCharsets.UTF_8)));
			return keys;
		}
	}

	private static byte[] value(PantryInstance instance, String key) {
		try (RedisConnection connection = instance.bean(RedisConnectionFactory.class).getConnection()) {
			return connection.hashCommands().hGet(key.getBytes(StandardCharsets.UTF_8), bytes("value"));
		}
	}

	private static void setValue(PantryInstance instance, String key, byte[] value) {
		try (RedisConnection connection = instance.bean(RedisConnectionFactory.class).getConnection()) {
			connection.hashCommands().hSet(key.getBytes(StandardCharsets.UTF_8), bytes("value"), value);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void sharesNothingWithAnotherVersionOrOtherSessions() {
		PantryInstance first = start(RedisServer.shared());
		PantryInstance newer = start(RedisServer.shared(), "db.cache.redis.version=2");
		PantryInstance other = start(RedisServer.shared(), "spring.datasource.hikari.connection-init-sql=SELECT 2");
		PantryInstance.awaitAll(first, newer, other);
		first.awaitStored(first.service()::jars);

		for (PantryInstance each : List.of(newer, other)) {
			int calls = each.service().calls();
			each.service().jars();
			assertThat(each.service().calls()).isEqualTo(calls + 1);
		}
	}

	@Test
	void servesNothingOldWhenRedisComesBackEmptyOrWithAnOldSnapshot() throws SQLException {
		RedisServer server = opened(RedisServer.startNew("appendonly=no"));
		PantryInstance first = start(server);
		PantryInstance second = start(server);
		PantryInstance.awaitAll(first, second);
		first.awaitStored(first.service()::jars);
		try (RedisConnection connection = first.bean(RedisConnectionFactory.class).getConnection()) {
			connection.execute("SAVE");
		}
		first.service().rename(1, "honey");
		server.kill();
		first.service().rename(2, "syrup");
		server.start();
		first.awaitServing();
		second.awaitServing();
		PantryInstance third = start(server);
		PantryInstance.awaitAll(first, second, third);

		for (PantryInstance each : List.of(third, second, first)) {
			each.forgetOwnAnswers();
			assertThat(each.service().jars()).extracting(Jar::name).startsWith("honey", "syrup", "jam 3");
		}
		assertThat(third.shared().errors()).isZero();

		// Once more, without anything that was kept.
		first.awaitStored(() -> first.service().nameOf(1));
		try (RedisConnection connection = first.bean(RedisConnectionFactory.class).getConnection()) {
			connection.serverCommands().flushAll();
		}
		first.service().rename(1, "treacle");
		third.forgetOwnAnswers();
		Awaitility.await().until(() -> third.service().nameOf(1).orElseThrow().equals("treacle"));
	}

	@Test
	void readsAndWritesGoOnWhileRedisIsSilentAndNothingOldIsServedAfterwards() {
		TcpProxy proxy = opened(TcpProxy.to(RedisServer.shared()));
		PantryInstance first = start(proxy.host(), proxy.port());
		PantryInstance second = start(RedisServer.shared());
		PantryInstance.awaitAll(first, second);
		second.awaitStored(second.service()::jars);
		first.service().jars();

		proxy.blackHole();
		long start = System.nanoTime();
		first.service().rename(1, "honey");
		// What it was told in vain must not come back to it.
		for (int i = 0; i < 50; i++) {
			first.forgetOwnAnswers();
			assertThat(first.service().jars().get(0).name()).isEqualTo("honey");
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));

		proxy.passThrough();
		for (int i = 0; i < 50; i++) {
			first.forgetOwnAnswers();
			assertThat(first.service().jars().get(0).name()).isEqualTo("honey");
		}
		first.awaitServing();
		Awaitility.await().until(() -> second.service().jars().get(0).name().equals("honey"));
		PantryInstance third = start(RedisServer.shared());
		assertThat(third.service().jars().get(0).name()).isEqualTo("honey");
	}

	@Test
	void isNeverOlderThanItMayBeWhileOthersWrite() {
		PantryInstance first = start(RedisServer.shared());
		PantryInstance second = start(RedisServer.shared());
		PantryInstance.awaitAll(first, second);
		ChangingName changing = new ChangingName(first);

		changing.run(Duration.ofSeconds(4), () -> {
			changing.readHere();
			changing.readElsewhere(second);
		});

		assertThat(first.shared().hits() + second.shared().hits()).isPositive();
	}

	@Test
	void instancesInProcessesOfTheirOwnShareAnswers() throws Exception {
		PantryInstance first = start(RedisServer.shared());
		PantryInstance.awaitAll(first);
		first.awaitStored(first.service()::jars);
		first.awaitStored(() -> first.service().nameOf(3));
		List<String> arguments = PantryInstance.arguments(database, RedisServer.shared().host(),
				RedisServer.shared().port(), "channel=" + this.channel);

		PantryProcess.Report report = PantryProcess.run(arguments);

		assertThat(report).isEqualTo(new PantryProcess.Report(500, "jam 3", 2, 0));
	}

}
