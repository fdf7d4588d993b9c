package dev.mainstay.cache.check.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Chooses what one client writes. Rows of known ids come and go by one client only, so
 * that their versions rise.
 */
final class Writes {

	private final Order order;

	private final int client;

	private final int clients;

	private final Random random;

	private final AtomicLong marks;

	// Rows that only this client may delete.
	private final List<Place> own = new ArrayList<>();

	private final @Nullable Place missing;

	private final @Nullable Place surplus;

	private long life;

	private boolean repaired;

	/**
	 * Create the choice of one client in one schedule.
	 * @param order the schedule
	 * @param client the number of the client, from 0
	 * @param clients how many there are in all instances
	 * @param random decides
	 * @param marks the last mark of the instance
	 */
	Writes(Order order, int client, int clients, Random random, AtomicLong marks) {
		this.order = order;
		this.client = client;
		this.clients = clients;
		this.random = random;
		this.marks = marks;
		Place absent = null;
		for (int table = 0; table < Place.TABLES; table++) {
			for (int id = 1; id <= Place.ROWS; id++) {
				Place place = new Place(table, id);
				if (id % clients == client) {
					this.own.add(place);
					absent = order.places().contains(place) ? absent : place;
				}
			}
		}
		this.missing = absent;
		this.surplus = order.places()
			.stream()
			.filter((place) -> place.id() >= Place.GENERATED && place.id() % clients == client)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return what to write next.
	 * @return the write
	 */
	Write next() {
		if (!this.repaired) {
			this.repaired = true;
			if (this.surplus != null) {
				return delete(this.surplus);
			}
			if (this.missing != null) {
				return write(Change.INSERT, this.missing, Row.born(this.order.number(), ++this.life));
			}
		}
		Change change = Change.any(this.random);
		Place any = new Place(this.random.nextInt(Place.TABLES), 1 + this.random.nextInt(Place.ROWS));
		return switch (change) {
			case DELETE, UPSERT, INSERT -> comingOrGoing(change);
			case GENERATED -> write(change, any, Row.born(this.order.number(), 0));
			default -> write(change, any, 0);
		};
	}

	private Write comingOrGoing(Change change) {
		if (this.own.isEmpty()) {
			return write(Change.ROW, new Place(this.client % Place.TABLES, this.clients), 0);
		}
		Place place = this.own.get(this.random.nextInt(this.own.size()));
		return (change == Change.DELETE) ? delete(place)
				: write(change, place, Row.born(this.order.number(), ++this.life));
	}

	private Write delete(Place place) {
		return write(Change.DELETE, place, Row.dead(this.order.number(), this.life));
	}

	private Write write(Change change, Place place, long version) {
		List<Integer> ids = (change == Change.BATCH)
				? List.of(place.id(), 1 + place.id() % Place.ROWS, 1 + (place.id() + 1) % Place.ROWS)
				: List.of(place.id());
		return new Write(change, place.table(), ids, 1 + this.random.nextInt(Place.GROUPS),
				1 + this.random.nextInt(Place.GROUPS), version, this.marks.incrementAndGet(), Binding.any(this.random),
				this.random.nextInt(4) > 0);
	}

}
