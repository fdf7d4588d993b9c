package dev.mainstay.cache.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TagVersions}.
 */
class TagVersionsTests {

	private final AtomicLong nanos = new AtomicLong();

	private final TagVersions versions = new TagVersions(this.nanos::get);

	@Test
	void answersAreCurrentUntilSomethingTheyDependOnChanges() {
		Tag[] tags = tags("recipe", "ingredient");
		long stamp = this.versions.stamp();

		this.versions.changed(Set.of("rating"));
		assertThat(this.versions.isCurrent(tags, stamp)).isTrue();

		this.versions.changed(Set.of("ingredient"));
		assertThat(this.versions.isCurrent(tags, stamp)).isFalse();
		assertThat(this.versions.isCurrent(tags, this.versions.stamp())).isTrue();
	}

	@Test
	void whatWasReadBeforeAChangeIsOutdatedAlthoughItsTagIsAskedForLater() {
		long stamp = this.versions.stamp();
		this.versions.raise(Set.of("recipe"));

		assertThat(this.versions.isCurrent(tags("recipe"), stamp)).isFalse();
	}

	@Test
	void aChangeOfEverythingOutdatesEverything() {
		long stamp = this.versions.stamp();
		this.versions.changedAll();

		assertThat(this.versions.isCurrent(tags("recipe"), stamp)).isFalse();
		assertThat(this.versions.isCurrent(tags("recipe"), this.versions.stamp())).isTrue();
	}

	@Test
	void nothingIsCurrentUntilEverybodyTrustsAgain() {
		long before = this.versions.stamp();
		this.versions.distrust("one");
		this.versions.distrust("two");
		this.versions.trust("one");
		long between = this.versions.stamp();
		assertThat(this.versions.isCurrent(tags("recipe"), between)).isFalse();

		this.versions.trust("two");
		assertThat(this.versions.isCurrent(tags("recipe"), before)).isFalse();
		assertThat(this.versions.isCurrent(tags("recipe"), between)).isFalse();
		assertThat(this.versions.isCurrent(tags("recipe"), this.versions.stamp())).isTrue();
	}

	@Test
	void trustingWithoutDistrustOutdatesNothing() {
		long stamp = this.versions.stamp();
		this.versions.trust("nobody");

		assertThat(this.versions.isCurrent(tags("recipe"), stamp)).isTrue();
	}

	@Test
	void nothingIsCurrentAfterALeaseUntilItIsMovedOn() {
		long stamp = this.versions.stamp();
		this.versions.leaseUntil(100);
		this.nanos.set(99);
		assertThat(this.versions.isCurrent(tags("recipe"), stamp)).isTrue();

		this.nanos.set(100);
		assertThat(this.versions.isCurrent(tags("recipe"), stamp)).isFalse();
		assertThat(this.versions.isDistrusted()).isTrue();

		this.versions.leaseUntil(200);
		assertThat(this.versions.isCurrent(tags("recipe"), stamp)).isTrue();
	}

	@Test
	void tellsListenersOfItsOwnChangesOnly() {
		List<String> heard = new ArrayList<>();
		this.versions.addListener(new InvalidationListener() {

			@Override
			public void invalidated(Set<String> tags) {
				heard.addAll(tags);
			}

			@Override
			public void invalidatedAll() {
				heard.add("*");
			}

		});
		this.versions.raise(Set.of("other"));
		this.versions.raiseAll();
		this.versions.changed(Set.of());
		this.versions.changed(Set.of("own"));
		this.versions.changedAll();

		assertThat(heard).containsExactly("own", "*");
	}

	@Test
	void namesBeyondTheBoundShareTagsAndStillChange() {
		for (int i = 0; i < 60_000; i++) {
			this.versions.tag("table" + i);
		}
		Tag[] tags = tags("one more");
		long stamp = this.versions.stamp();
		assertThat(this.versions.isCurrent(tags, stamp)).isTrue();

		this.versions.changed(Set.of("one more"));
		assertThat(this.versions.isCurrent(tags, stamp)).isFalse();
		assertThat(this.versions.tag("one more")).isSameAs(tags[0]);
	}

	/*
	 * The database is a number. A writer raises it and then the version of its tag, as
	 * after a commit; a reader takes the stamp, reads and asks for the tag, as at the
	 * first load of a statement.
	 */
	@Test
	void neverCallsAnswerCurrentThatIsOlderThanAChangeThatHasReturned() throws Exception {
		AtomicInteger stale = new AtomicInteger();
		AtomicInteger current = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(3);
		try {
			for (int round = 0; round < 3000; round++) {
				race(threads, "table" + round, stale, current);
			}
		}
		finally {
			threads.shutdownNow();
			threads.awaitTermination(10, TimeUnit.SECONDS);
		}
		assertThat(stale).hasValue(0);
		assertThat(current).hasPositiveValue();
	}

	private void race(ExecutorService threads, String table, AtomicInteger stale, AtomicInteger current)
			throws Exception {
		AtomicInteger database = new AtomicInteger();
		AtomicInteger returned = new AtomicInteger();
		CyclicBarrier start = new CyclicBarrier(3);
		List<Future<?>> done = new ArrayList<>();
		done.add(threads.submit(() -> {
			start.await();
			for (int i = 1; i <= 5; i++) {
				database.set(i);
				this.versions.changed(Set.of(table));
				returned.set(i);
			}
			return null;
		}));
		for (int reader = 0; reader < 2; reader++) {
			done.add(threads.submit(() -> {
				start.await();
				for (int i = 0; i < 5; i++) {
					long stamp = this.versions.stamp();
					int read = database.get();
					Tag[] tags = tags(table);
					int atLeast = returned.get();
					if (this.versions.isCurrent(tags, stamp)) {
						current.incrementAndGet();
						stale.addAndGet((read < atLeast) ? 1 : 0);
					}
				}
				return null;
			}));
		}
		for (Future<?> one : done) {
			one.get(30, TimeUnit.SECONDS);
		}
	}

	private Tag[] tags(String... names) {
		Tag[] tags = new Tag[names.length];
		for (int i = 0; i < names.length; i++) {
			tags[i] = this.versions.tag(names[i]);
		}
		return tags;
	}

	@Test
	void notesChangesForOthersAlthoughNobodyKeepsAnswersHere() {
		TagVersions writer = new TagVersions(() -> 0);
		assertThat(writer.isUsed()).isFalse();

		writer.addListener(mock(InvalidationListener.class));

		assertThat(writer.isUsed()).isTrue();
	}

	@Test
	void raisesAndTellsTheOthersIfAListenerFails() {
		TagVersions versions = new TagVersions(() -> 0);
		InvalidationListener failing = mock(InvalidationListener.class);
		InvalidationListener other = mock(InvalidationListener.class);
		willThrow(new IllegalStateException("broken")).given(failing).invalidated(any());
		versions.addListener(failing);
		versions.addListener(other);
		Tag[] tags = { versions.tag("orders") };
		long stamp = versions.stamp();

		versions.changed(Set.of("orders"));

		assertThat(versions.isCurrent(tags, stamp)).isFalse();
		then(other).should().invalidated(Set.of("orders"));
	}

	@Test
	void takesNoStampForCurrentThatWasTakenBeforeAnybodyKeptAnswers() {
		TagVersions versions = new TagVersions(() -> 0);
		Tag[] tags = { versions.tag("orders") };
		long early = versions.currentStamp();

		long stamp = versions.stamp();

		assertThat(versions.isCurrent(tags, early)).isFalse();
		assertThat(versions.isCurrent(tags, stamp)).isTrue();
	}

	@Test
	void isNewlyUsedForAWhileIfNobodyHasSaidBeforehandThatItWillBe() {
		AtomicLong nanos = new AtomicLong();
		TagVersions announced = new TagVersions(nanos::get);
		announced.use();
		announced.stamp();
		assertThat(announced.isNewlyUsed()).isFalse();

		TagVersions sudden = new TagVersions(nanos::get);
		sudden.stamp();
		assertThat(sudden.isNewlyUsed()).isTrue();
		nanos.addAndGet(TimeUnit.MINUTES.toNanos(10));
		assertThat(sudden.isNewlyUsed()).isFalse();
	}

}
