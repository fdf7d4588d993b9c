package dev.mainstay.transaction.outcome;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids of markers that no other instance makes: the time in the upper half keeps new
 * ones together at the end of the index, and the lower half counts on from a random
 * number drawn at start. Asking the system for random numbers per commit would let
 * threads wait for each other.
 */
final class MarkerIds {

	private final AtomicLong next = new AtomicLong(new SecureRandom().nextLong());

	private final Clock clock;

	MarkerIds(Clock clock) {
		this.clock = clock;
	}

	UUID next() {
		long number = this.next.getAndIncrement();
		return new UUID(this.clock.millis() << 16 | (number & 0xFFFF), number);
	}

}
