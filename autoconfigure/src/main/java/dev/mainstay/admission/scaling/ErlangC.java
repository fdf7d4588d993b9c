package dev.mainstay.admission.scaling;

/**
 * How long callers wait who come independently of each other and are served by one of
 * several servers: the delay formula of A. K. Erlang, "Solution of some problems in the
 * theory of probabilities of significance in automatic telephone exchanges",
 * Elektroteknikeren 13 (1917), for arrivals of a Poisson process and exponentially
 * distributed holding times. It is computed from Erlang's loss formula, whose recursion
 * neither overflows nor cancels: B(0) = 1, B(n) = a·B(n−1) ÷ (n + a·B(n−1)), and C(n) =
 * n·B(n) ÷ (n − a·(1 − B(n))); see R. B. Cooper, "Introduction to Queueing Theory", 2nd
 * edition, 1981, chapter 3.
 */
final class ErlangC {

	// Beyond what any database serves.
	private static final int MOST = 10_000;

	private ErlangC() {
	}

	/**
	 * Return the probability that a caller has to wait.
	 * @param servers how many serve, at least 1
	 * @param load the offered load: arrivals in the mean holding time
	 * @return the probability; 1 if the load is more than all of them can serve
	 */
	static double probability(int servers, double load) {
		if (load >= servers) {
			return 1;
		}
		double blocked = 1;
		for (int i = 1; i <= servers; i++) {
			blocked = blocked(i, load, blocked);
		}
		return waiting(servers, load, blocked);
	}

	/**
	 * Return the mean wait of all callers, of those who need not wait, too.
	 * @param servers how many serve, at least 1
	 * @param load the offered load
	 * @param hold the mean holding time
	 * @return the wait in the unit of the holding time; infinite if the load is more than
	 * all of them can serve
	 */
	static double meanWait(int servers, double load, double hold) {
		return (load < servers) ? probability(servers, load) * hold / (servers - load) : Double.POSITIVE_INFINITY;
	}

	/**
	 * Return how many servers are enough.
	 * @param load the offered load
	 * @param hold the mean holding time
	 * @param target the longest mean wait, in the unit of the holding time
	 * @return the smallest number with which the mean wait is no longer, at least 1
	 */
	static int servers(double load, double hold, double target) {
		double blocked = 1;
		for (int servers = 1; servers < MOST; servers++) {
			blocked = blocked(servers, load, blocked);
			if (servers > load && waiting(servers, load, blocked) * hold / (servers - load) <= target) {
				return servers;
			}
		}
		return MOST;
	}

	private static double blocked(int servers, double load, double withOneLess) {
		return load * withOneLess / (servers + load * withOneLess);
	}

	private static double waiting(int servers, double load, double blocked) {
		return servers * blocked / (servers - load * (1 - blocked));
	}

}
