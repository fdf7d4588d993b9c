package dev.mainstay.benchmark;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import dev.mainstay.cache.store.Answer;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.value.ValueCopies;
import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagVersions;

/**
 * The cost of an answer from the cache: to find it, to see that it is current, to count
 * the hit, and to give a list of records that the caller may change.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class CacheHitBenchmark {

	private static final int KEYS = 256;

	/**
	 * Number of records in the list.
	 */
	@Param({ "1", "20" })
	public int records = 1;

	private final TagVersions versions = new TagVersions(System::nanoTime);

	private final QueryStore store = new QueryStore(CacheSettings.withRoom(10_000, 64 << 20), System::nanoTime,
			Runnable::run);

	private final Shape shape = this.store.shape("method");

	private final Object[] keys = new Object[KEYS];

	/**
	 * Fill the store.
	 */
	@Setup
	public void fill() {
		ValueCopies copies = new ValueCopies();
		Tag[] tags = { this.versions.tag("orders"), this.versions.tag("customer") };
		for (int key = 0; key < KEYS; key++) {
			List<Order> orders = new ArrayList<>();
			for (int i = 0; i < this.records; i++) {
				orders.add(new Order(i, "order " + i, LocalDate.EPOCH));
			}
			this.keys[key] = "key " + key;
			this.store.put(this.keys[key], new Answer(copies.keep(orders), tags, this.versions.stamp(),
					Duration.ofMillis(1).toNanos(), false, this.shape, null, null));
		}
	}

	/**
	 * Answer from the cache.
	 * @param place which question is next
	 * @return the answer
	 */
	@Benchmark
	public @Nullable Object hit(Place place) {
		Answer answer = this.store.find(this.keys[place.next()]);
		if (answer == null || !this.versions.isCurrent(answer.tags(), answer.stamp())) {
			throw new IllegalStateException("There is no answer");
		}
		this.shape.hit(answer.loadNanos());
		return answer.value().give();
	}

	/**
	 * What the list is made of.
	 *
	 * @param id a number
	 * @param name a text
	 * @param placed a day
	 */
	public record Order(long id, String name, LocalDate placed) {

	}

	/**
	 * Where a thread is in the list of questions.
	 */
	@State(Scope.Thread)
	public static class Place {

		private int next;

		int next() {
			this.next = (this.next + 1) % KEYS;
			return this.next;
		}

	}

}
