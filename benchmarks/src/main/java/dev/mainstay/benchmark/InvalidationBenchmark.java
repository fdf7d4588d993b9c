package dev.mainstay.benchmark;

import java.util.Set;
import java.util.concurrent.TimeUnit;

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
import dev.mainstay.cache.value.KeptValue;
import dev.mainstay.cache.value.ValueCopies;
import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagVersions;

/**
 * The cost of a change of one table, by how many answers depend on it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class InvalidationBenchmark {

	private static final long ROOM = 4L << 30;

	private static final Set<String> CHANGED = Set.of("t");

	/**
	 * Number of answers that depend on the table.
	 */
	@Param({ "1", "1000000" })
	public int answers = 1;

	private final TagVersions versions = new TagVersions(System::nanoTime);

	private final QueryStore store = new QueryStore(CacheSettings.withRoom(2_000_000, ROOM), System::nanoTime,
			Runnable::run);

	/**
	 * Fill the store.
	 */
	@Setup
	public void fill() {
		KeptValue value = new ValueCopies().keep("value");
		Tag[] tags = { this.versions.tag("t") };
		Shape shape = this.store.shape("method");
		for (int i = 0; i < this.answers; i++) {
			this.store.put(i, new Answer(value, tags, this.versions.stamp(), 0, false, shape, null, null));
		}
	}

	/**
	 * Change the table.
	 * @return the number of answers that still have to be removed
	 */
	@Benchmark
	public long change() {
		this.versions.changed(CHANGED);
		return this.store.size();
	}

}
