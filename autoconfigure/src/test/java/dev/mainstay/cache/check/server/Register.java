package dev.mainstay.cache.check.server;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The rows of both tables at some moment, and the versions of those that are not there
 * any more.
 */
final class Register {

	private final TreeMap<Place, Row> rows;

	Register(Map<Place, Row> rows) {
		this.rows = new TreeMap<>(rows);
	}

	Register copy() {
		return new Register(this.rows);
	}

	@Nullable Row at(Place place) {
		return this.rows.get(place);
	}

	Map<Place, Row> all() {
		return this.rows;
	}

	/**
	 * Apply what may have been applied in another order.
	 * @param effects what is at each place if nothing later is there
	 */
	void raise(Map<Place, Row> effects) {
		effects.forEach((place, row) -> this.rows.merge(place, row,
				(known, other) -> (other.version() > known.version()) ? other : known));
	}

	/**
	 * Apply what nobody else can have changed meanwhile.
	 * @param effects what is at each place
	 */
	void put(Map<Place, Row> effects) {
		this.rows.putAll(effects);
	}

	Stream<Kind.Found> rows(int table) {
		return this.rows.subMap(new Place(table, Integer.MIN_VALUE), new Place(table, Integer.MAX_VALUE))
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().present())
			.map((entry) -> found(entry.getKey(), entry.getValue()));
	}

	Optional<Kind.Found> find(int table, long id) {
		Place place = new Place(table, (int) id);
		Row row = this.rows.get(place);
		return (row != null && row.present()) ? Optional.of(found(place, row)) : Optional.empty();
	}

	private static Kind.Found found(Place place, Row row) {
		return new Kind.Found(place.table(), place.id(), row.grp(), row.version(), row.mark());
	}

}
