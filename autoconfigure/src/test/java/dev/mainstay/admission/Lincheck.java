package dev.mainstay.admission;

import java.util.stream.Stream;

import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How thoroughly Lincheck looks: for moments in an ordinary build, for minutes with the
 * profile {@code lincheck}.
 */
public final class Lincheck {

	private static final int ITERATIONS = Integer.getInteger("mainstay.lincheck.iterations", 3);

	private static final int INVOCATIONS = Integer.getInteger("mainstay.lincheck.invocations", 60);

	private Lincheck() {
	}

	/**
	 * Return options for interleavings that Lincheck chooses itself. Each is of whole
	 * steps that all threads see at once, and one that fails is shown step by step.
	 * @param aside classes within whose calls nothing is chosen, as they make aside or
	 * are called by one thread at a time
	 * @return the options
	 */
	public static ModelCheckingOptions modelChecking(Class<?>... aside) {
		String[] names = Stream.of(aside).map(Class::getName).toArray(String[]::new);
		return new ModelCheckingOptions().threads(2)
			.actorsBefore(2)
			.actorsPerThread(3)
			.actorsAfter(2)
			.iterations(ITERATIONS)
			.invocationsPerIteration(INVOCATIONS)
			.addGuarantee(ManagedStrategyGuaranteeKt.forClasses(names).allMethods().ignore());
	}

	/**
	 * Return options for interleavings as they come about, on the memory that the machine
	 * has.
	 * @return the options
	 */
	public static StressOptions stress() {
		return new StressOptions().threads(3)
			.actorsBefore(1)
			.actorsPerThread(2)
			.actorsAfter(2)
			// Nothing is written down meanwhile, so these are cheap.
			.iterations(5 * ITERATIONS)
			.invocationsPerIteration(5 * INVOCATIONS)
			// Who waits in vain would do so again and again.
			.minimizeFailedScenario(false);
	}

}
