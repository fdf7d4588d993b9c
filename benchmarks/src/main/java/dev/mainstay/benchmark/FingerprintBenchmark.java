package dev.mainstay.benchmark;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SqlDialect;

/**
 * The cost of finding the fingerprint of a statement: of a text that is known, as the
 * same and as another instance, and of one that is read for the first time.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class FingerprintBenchmark {

	private static final int STATEMENTS = 64;

	private static final String TEXT = "select o1_0.id,o1_0.customer%1$02d_id,o1_0.placed_at,o1_0.state,o1_0.total%1$02d "
			+ "from orders%1$02d o1_0 join customer%1$02d c1_0 on c1_0.id=o1_0.customer%1$02d_id "
			+ "where c1_0.name='Miller' and o1_0.state in (1,2,3) fetch first 10 rows only";

	private final Fingerprints fingerprints = new Fingerprints(SqlDialect.POSTGRESQL);

	private final String[] texts = new String[STATEMENTS];

	private char[] characters = new char[0];

	/**
	 * Make the texts known.
	 */
	@Setup
	public void prepare() {
		for (int i = 0; i < STATEMENTS; i++) {
			this.texts[i] = TEXT.formatted(i);
			this.fingerprints.of(this.texts[i]);
			this.fingerprints.of(this.texts[i]);
		}
		this.characters = this.texts[0].toCharArray();
	}

	/**
	 * Look up one of many texts, the same instances each time.
	 * @param place which text is next
	 * @return its fingerprint
	 */
	@Benchmark
	public Fingerprint sameInstance(Place place) {
		return this.fingerprints.of(this.texts[place.next()]);
	}

	/**
	 * Build a text and look it up.
	 * @return its fingerprint
	 */
	@Benchmark
	public Fingerprint otherInstance() {
		return this.fingerprints.of(new String(this.characters));
	}

	/**
	 * Build a text only, to be subtracted from {@link #otherInstance}.
	 * @return the text
	 */
	@Benchmark
	public String otherInstanceBaseline() {
		return new String(this.characters);
	}

	/**
	 * Read a text of 200 characters.
	 * @param place which text is next
	 * @return its fingerprint
	 */
	@Benchmark
	public Fingerprint cold(Place place) {
		return Fingerprint.of(this.texts[place.next()], SqlDialect.POSTGRESQL);
	}

	/**
	 * Where a thread is in the list of texts.
	 */
	@State(Scope.Thread)
	public static class Place {

		private int next;

		int next() {
			this.next = (this.next + 1) % STATEMENTS;
			return this.next;
		}

	}

}
