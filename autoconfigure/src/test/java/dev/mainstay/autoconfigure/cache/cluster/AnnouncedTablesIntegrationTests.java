package dev.mainstay.autoconfigure.cache.cluster;

import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;

import dev.mainstay.cache.cluster.InvalidationTransportException;
import dev.mainstay.cache.version.AnnouncementStatistics;
import dev.mainstay.datasource.UnannouncedChangeException;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.testsupport.Loss;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of applications that announce changes of a table before they are committed.
 */
@ExtendWith(OutputCaptureExtension.class)
class AnnouncedTablesIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static final IllegalStateException CUT = new IllegalStateException("the line is cut");

	private static TcpProxy proxy;

	// Makes the changes.
	private static CacheInstance lenient;

	private static CacheInstance strict;

	private static CacheInstance reader;

	private int before;

	@BeforeAll
	static void start() throws SQLException {
		try (var connection = database.connect(); var statement = connection.createStatement()) {
			statement.execute("CREATE TABLE account AS SELECT 0 AS version");
			statement.execute("CREATE TABLE step AS SELECT 0 AS version");
		}
		proxy = TcpProxy.to(PostgresServer.shared());
		String[] properties = CacheInstance.with(database.springProperties(), "db.cache.invalidation=postgres");
		String[] proxied = properties.clone();
		proxied[0] = "spring.datasource.url=" + proxy.through(database.url());
		lenient = CacheInstance.start(CacheInstance.with(proxied, "db.cache.announce.tables=Account"));
		strict = CacheInstance.start(
				CacheInstance.with(properties, "db.cache.announce.tables=*", "db.cache.announce.if-unpublished=fail"));
		reader = CacheInstance.start(properties);
	}

	@AfterAll
	static void stop() {
		Stream.of(lenient, strict, reader).forEach(CacheInstance::close);
		proxy.close();
	}

	@BeforeEach
	void awaitServing() {
		CacheInstance.awaitServing(lenient, strict, reader);
		// Else its changes are not known.
		lenient.awaitCached();
		strict.awaitCached();
		this.before = reader.awaitCached();
		reader.faults().forget();
	}

	@AfterEach
	void repair() {
		Stream.of(lenient, strict, reader).forEach((instance) -> instance.faults().stop());
	}

	static Stream<Consumer<CacheInstance>> changes() {
		return Stream.of(CacheInstance::increment, CacheInstance::incrementInTransaction);
	}

	@ParameterizedTest
	@MethodSource("changes")
	void othersServeNothingOldBetweenTheCommitAndItsMessage(Consumer<CacheInstance> change) throws Exception {
		CountDownLatch telling = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		lenient.faults().beforePublishing((message) -> {
			if (ChannelFaults.kind(message).equals("C")) {
				telling.countDown();
				await(goOn);
			}
		});
		CompletableFuture<Void> changed = CompletableFuture.runAsync(() -> change.accept(lenient));
		await(telling);
		Awaitility.await().until(() -> reader.faults().hasHeard("M"));

		assertThat(reader.read()).isEqualTo(this.before + 1);
		assertThat(lenient.read()).isEqualTo(this.before + 1);

		goOn.countDown();
		changed.get(10, TimeUnit.SECONDS);
		assertThat(reader.awaitCached()).isEqualTo(this.before + 1);
		assertThat(lenient.awaitCached()).isEqualTo(this.before + 1);
	}

	@Test
	void announcesOnlyTheTablesThatAreNamed() {
		lenient.jdbc().update("UPDATE step SET version = 1");
		Awaitility.await().until(() -> reader.faults().hasHeard("C"));
		assertThat(reader.faults().hasHeard("M")).isFalse();

		strict.jdbc().update("UPDATE step SET version = 2");
		Awaitility.await().until(() -> reader.faults().hasHeard("D"));
		assertThat(reader.faults().hasHeard("M")).isTrue();
	}

	@Test
	void announcesNothingForWhatOnlyReads() {
		AnnouncementStatistics statistics = statistics(strict);

		strict.number();

		assertThat(statistics(strict)).isEqualTo(statistics);
	}

	@ParameterizedTest
	@MethodSource("changes")
	void goesOnByDefaultWhereNobodyCanBeTold(Consumer<CacheInstance> change, CapturedOutput output) {
		AnnouncementStatistics statistics = statistics(lenient);
		silence(lenient);

		change.accept(lenient);
		change.accept(lenient);

		assertThat(lenient.number()).isEqualTo(this.before + 2);
		assertThat(lenient.read()).isEqualTo(this.before + 2);
		assertThat(statistics(lenient))
			.isEqualTo(new AnnouncementStatistics(statistics.published(), statistics.unpublished() + 2, 0, true));
		assertThat(output.getAll().split("could not be announced", -1)).hasSizeLessThanOrEqualTo(2);

		lenient.faults().stop();
		Awaitility.await().until(() -> {
			lenient.increment();
			return !statistics(lenient).degraded();
		});
		assertThat(statistics(lenient).published()).isGreaterThan(statistics.published());
	}

	@ParameterizedTest
	@MethodSource("changes")
	void refusesWhatCannotBeAnnouncedWhereThatIsWanted(Consumer<CacheInstance> change) {
		AnnouncementStatistics statistics = statistics(strict);
		silence(strict);

		assertThatException().isThrownBy(() -> change.accept(strict)).satisfies(this::isRefusal);
		// Nobody waits any more, and it is known why.
		assertThatException().isThrownBy(() -> change.accept(strict))
			.isInstanceOf(DataAccessException.class)
			.satisfies(this::isRefusal)
			.satisfies((ex) -> assertThat(ex).hasRootCause(CUT));

		assertThat(strict.number()).isEqualTo(this.before);
		assertThat(statistics(strict))
			.isEqualTo(new AnnouncementStatistics(statistics.published(), 0, statistics.refused() + 2, true));

		strict.faults().stop();
		Awaitility.await().ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
			change.accept(strict);
			return true;
		});
		assertThat(strict.number()).isEqualTo(this.before + 1);
		CacheInstance.awaitServing(lenient, strict, reader);
		assertThat(reader.awaitCached()).isEqualTo(this.before + 1);
	}

	private void isRefusal(Throwable error) {
		assertThat(FailureClassifier.classify(error, null).kind()).isEqualTo(FailureKind.NOT_ANNOUNCED);
		assertThat(error).hasStackTraceContaining("db.cache.announce.if-unpublished=fail")
			.hasStackTraceContaining(UnannouncedChangeException.class.getName());
	}

	@Test
	void keepsOthersWaitingWhereTheOutcomeIsNotKnown() {
		proxy.loseNextCommit(Loss.ANSWER);

		assertThatException().isThrownBy(lenient::incrementInTransaction);

		Awaitility.await().until(() -> reader.faults().hasHeard("M"));
		assertThat(reader.faults().hasHeard("D")).isFalse();
		int loads = reader.loads();
		assertThat(reader.read()).isEqualTo(reader.read()).isEqualTo(this.before + 1);
		assertThat(reader.loads()).isEqualTo(loads + 2);
	}

	private static void silence(CacheInstance instance) {
		instance.faults().beforePublishing((message) -> {
			throw new InvalidationTransportException("nothing goes out", CUT);
		});
	}

	private static AnnouncementStatistics statistics(CacheInstance instance) {
		return Objects.requireNonNull(instance.link().announcements());
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
