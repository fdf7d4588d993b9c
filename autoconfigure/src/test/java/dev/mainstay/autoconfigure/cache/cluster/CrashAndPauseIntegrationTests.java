package dev.mainstay.autoconfigure.cache.cluster;

import java.sql.SQLException;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what an application guarantees if one of its instances, a process of its own,
 * is paused or dies.
 */
class CrashAndPauseIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private String[] properties;

	private CacheInstance reader;

	@BeforeEach
	void start() throws SQLException {
		try (var connection = database.connect(); var statement = connection.createStatement()) {
			statement.execute("DROP TABLE IF EXISTS account");
			statement.execute("CREATE TABLE account AS SELECT 0 AS version");
		}
		this.properties = CacheInstance.with(database.springProperties(), "db.cache.invalidation=postgres");
		this.reader = CacheInstance.start(this.properties);
	}

	@AfterEach
	void stop() {
		this.reader.close();
	}

	@Test
	void c10ServesNothingOldWhenItWakesAfterAPause() throws Exception {
		try (InstanceProcess sleeper = InstanceProcess.start(this.properties)) {
			this.reader.awaitServing(2);
			for (int round = 0; round < 2; round++) {
				assertThat(sleeper.awaitCached()).isEqualTo(round);

				sleeper.pause();
				try {
					this.reader.increment();
					// What it sees first when it wakes.
					sleeper.askToRead();
					long returned = System.nanoTime();
					Awaitility.await()
						.until(() -> System.nanoTime() - returned > CacheInstance.BOUND.toNanos()
								&& !this.reader.isServing());
				}
				finally {
					sleeper.goOn();
				}

				assertThat(sleeper.answer()).isEqualTo(round + 1);
			}
			assertThat(sleeper.awaitCached()).isEqualTo(2);
			this.reader.awaitServing(2);
			assertThat(this.reader.awaitCached()).isEqualTo(2);
		}
	}

	@Test
	void c11WithoutAnnouncementsNobodyServesTheOldAnswerLongerThanTheBound() throws Exception {
		try (InstanceProcess writer = InstanceProcess.start(this.properties)) {
			this.reader.awaitServing(2);
			writer.awaitCached();
			assertThat(this.reader.awaitCached()).isZero();

			writer.incrementAndFallSilent();
			long committed = System.nanoTime();
			writer.kill();

			boolean old = false;
			Duration age = Duration.ZERO;
			while (age.compareTo(CacheInstance.BOUND.plus(CacheInstance.FORGET_AFTER)) < 0) {
				age = Duration.ofNanos(System.nanoTime() - committed);
				if (this.reader.read() == 0) {
					old = true;
					assertThat(age).isLessThanOrEqualTo(CacheInstance.BOUND);
				}
			}
			// Else there was nothing to see.
			assertThat(old).isTrue();
			assertThat(this.reader.awaitCached()).isEqualTo(1);
		}
	}

	@Test
	void c11WithAnAnnouncementNobodyServesTheOldAnswerAtAll() throws Exception {
		try (InstanceProcess writer = InstanceProcess
			.start(CacheInstance.with(this.properties, "db.cache.announce.tables=account"))) {
			this.reader.awaitServing(2);
			writer.awaitCached();
			assertThat(this.reader.awaitCached()).isZero();

			writer.incrementAndFallSilent();
			long committed = System.nanoTime();
			// It was published before the commit.
			Awaitility.await().until(() -> this.reader.faults().hasHeard("M"));
			writer.kill();

			Duration age = Duration.ZERO;
			while (age.compareTo(CacheInstance.FORGET_AFTER) < 0) {
				age = Duration.ofNanos(System.nanoTime() - committed);
				assertThat(this.reader.read()).isEqualTo(1);
			}
			assertThat(this.reader.awaitCached()).isEqualTo(1);
		}
	}

}
