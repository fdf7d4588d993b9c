package dev.mainstay.transaction.deadlock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * A deadlock that cost this application a transaction.
 *
 * @param id counts the deadlocks from 1
 * @param time when it was heard of
 * @param dataSource the bean name of the data source
 * @param operation the unit of work that was rolled back
 * @param participants who waited for what, as far as the database told
 * @param note why that is not known, or not all of it; {@code null} if it is
 */
public record Deadlock(long id, Instant time, String dataSource, String operation, List<Participant> participants,
		@Nullable String note) {

	public Deadlock {
		participants = List.copyOf(participants);
	}

	/**
	 * Return the units of work that took part, as far as they are known.
	 * @return their names in order, each once; the one that was rolled back is among them
	 */
	public List<String> operations() {
		Set<String> names = new TreeSet<>();
		names.add(this.operation);
		for (Participant participant : this.participants) {
			if (participant.operation() != null) {
				names.add(participant.operation());
			}
		}
		return new ArrayList<>(names);
	}

	/**
	 * Return the tables that were waited for, as far as they are known.
	 * @return their names in order, each once
	 */
	public List<String> tables() {
		Set<String> names = new TreeSet<>();
		for (Participant participant : this.participants) {
			if (participant.table() != null) {
				names.add(participant.table());
			}
		}
		return new ArrayList<>(names);
	}

	Deadlock with(List<Participant> found, @Nullable String why) {
		return new Deadlock(this.id, this.time, this.dataSource, this.operation, found, why);
	}

}
