package dev.mainstay.cache.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no schedule of changes, beats, pauses, lost, doubled and late messages and
 * broken connections lets an instance serve what was changed longer ago than the bound.
 */
class RandomScheduleTests {

	private static final int SCHEDULES = 3000;

	private static final int STEPS = 150;

	private static final int INSTANCES = 3;

	private static final String[] TAGS = { "recipe", "step", "menu" };

	private static final ClusterSettings NEVER_FORGETS = new ClusterSettings() {

		@Override
		public Duration forgetAfter() {
			return Duration.ofDays(1);
		}

	};

	private static final long MILLISECOND = 1_000_000;

	@Test
	void nothingIsServedAfterTheBound() {
		List<String> violations = IntStream.range(0, SCHEDULES)
			.mapToObj((seed) -> new Schedule(seed).run())
			.flatMap(List::stream)
			.limit(3)
			.toList();

		assertThat(violations).isEmpty();
	}

	@Test
	void everythingIsServedAgainWhenAllIsWell() {
		for (int seed = 0; seed < SCHEDULES / 10; seed++) {
			Schedule schedule = new Schedule(seed);
			schedule.run();
			schedule.heal();
			for (Instance instance : schedule.instances) {
				assertThat(instance.read(TAGS).isCurrent()).as("seed %s", seed).isTrue();
			}
		}
	}

	/**
	 * One of them.
	 */
	private static final class Schedule {

		private final int seed;

		private final Random random;

		private final AtomicLong time = new AtomicLong();

		private final SimulatedChannel channel = new SimulatedChannel();

		private final List<Instance> instances = new ArrayList<>();

		private final List<Change> changes = new ArrayList<>();

		private final List<Kept> answers = new ArrayList<>();

		private final List<String> violations = new ArrayList<>();

		Schedule(int seed) {
			this.seed = seed;
			this.random = new Random(seed);
			this.time.set(this.random.nextLong());
			for (int i = 0; i < INSTANCES; i++) {
				this.instances.add(Instance.opened(this.channel, this.time, NEVER_FORGETS));
			}
			// Who does not know the others yet cannot miss them.
			heal();
		}

		List<String> run() {
			for (int i = 0; i < STEPS; i++) {
				step();
				check();
			}
			return this.violations;
		}

		private void step() {
			Instance instance = any();
			switch (this.random.nextInt(26)) {
				case 0, 1, 2 -> change(instance);
				case 3, 4, 5 -> this.answers.add(new Kept(instance, instance.read(tag())));
				case 6, 7, 8, 9 -> instance.cluster.turn();
				case 10, 11, 12, 13 -> instance.port.deliver();
				case 14, 15 -> this.channel.deliverAll();
				case 16, 17 -> advance(this.random.nextInt(1000));
				case 18 -> advance(this.random.nextInt(5000));
				case 19 -> instance.port.mute(this.random.nextBoolean());
				case 20 -> instance.port.late(this.random.nextBoolean());
				case 21 -> instance.port.releaseStuck();
				case 22 -> {
					if (instance.port.isConnected()) {
						instance.port.disconnect();
					}
					else {
						instance.port.connect();
					}
				}
				case 23 -> instance.port.drop();
				case 24 -> instance.port.doubleNext();
				default -> instance.port.doubleLater();
			}
		}

		private void change(Instance instance) {
			String tag = tag();
			// Who is interrupted does not wait.
			Thread.currentThread().interrupt();
			instance.versions.changed(Set.of(tag));
			assertThat(Thread.interrupted()).isTrue();
			this.changes.add(new Change(tag, this.time.get()));
			if (this.random.nextBoolean()) {
				instance.cluster.turn();
			}
		}

		private void check() {
			long bound = 3000 * MILLISECOND;
			for (Kept kept : this.answers) {
				if (!kept.read.isCurrent()) {
					continue;
				}
				String name = kept.read.dependencies()[0].name();
				int index = this.instances.indexOf(kept.instance);
				for (Change change : this.changes) {
					boolean before = kept.at < change.number;
					if (before && change.tag.equals(name) && this.time.get() - change.at > bound) {
						this.violations.add("seed %s: instance %s serves '%s' of %s ms ago".formatted(this.seed, index,
								name, (this.time.get() - change.at) / MILLISECOND));
					}
				}
			}
			this.answers.removeIf((kept) -> this.answers.size() > 30);
		}

		void heal() {
			for (Instance instance : this.instances) {
				instance.port.mute(false);
				instance.port.late(false);
				if (!instance.port.isConnected()) {
					instance.port.connect();
				}
			}
			for (int i = 0; i < 5; i++) {
				advance(1000);
				this.instances.forEach((instance) -> instance.cluster.turn());
				this.channel.deliverAll();
			}
		}

		private void advance(int millis) {
			this.time.addAndGet(millis * MILLISECOND);
		}

		private Instance any() {
			return this.instances.get(this.random.nextInt(this.instances.size()));
		}

		private String tag() {
			return TAGS[this.random.nextInt(TAGS.length)];
		}

		/**
		 * An answer, and how many changes had been made when it was read.
		 */
		private final class Kept {

			private final Instance instance;

			private final Instance.Read read;

			private final int at = Schedule.this.changes.size();

			Kept(Instance instance, Instance.Read read) {
				this.instance = instance;
				this.read = read;
			}

		}

		/**
		 * A change, and which it was.
		 */
		private final class Change {

			private final String tag;

			private final long at;

			private final int number;

			Change(String tag, long at) {
				this.tag = tag;
				this.at = at;
				this.number = Schedule.this.changes.size() + 1;
			}

		}

	}

}
