package dev.mainstay.cache.check.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of the writes that nobody has heard the end of, from what is
 * there in the end: versions have no gaps.
 */
final class Outcomes {

	private final Register before;

	private final Map<Place, Row> after;

	private final List<Read> reads;

	/**
	 * Create for one schedule.
	 * @param before what was there before
	 * @param after the rows that are there in the end
	 * @param reads what was read
	 */
	Outcomes(Register before, Map<Place, Row> after, List<Read> reads) {
		this.before = before;
		this.after = after;
		this.reads = reads;
	}

	/**
	 * Return what has happened.
	 * @param commits all that was sent
	 * @return what was done, all effects included, or {@code null} if that cannot be
	 * known
	 */
	@Nullable List<Commit> happened(List<Commit> commits) {
		List<Commit> done = new ArrayList<>();
		List<Commit> open = new ArrayList<>();
		boolean allKnown = true;
		for (Commit commit : commits) {
			Commit whole = (commit.mark() != 0) ? complete(commit) : commit;
			allKnown &= commit.mark() == 0 && commit.isCertain();
			(commit.isCertain() ? done : open).add(whole);
		}
		boolean more = true;
		while (more) {
			List<Commit> found = open.stream().filter((commit) -> isDone(commit, done)).toList();
			done.addAll(found);
			open.removeAll(found);
			more = !found.isEmpty();
		}
		Set<Place> deleted = deleted(done);
		// Who deletes a row leaves no gap where somebody has changed it right before.
		if (commits.stream().anyMatch((commit) -> commit.mark() != 0) && !deleted.isEmpty()
				|| open.stream().anyMatch((commit) -> !Collections.disjoint(commit.effects().keySet(), deleted))) {
			return null;
		}
		String gap = gap(done);
		if (gap != null && allKnown) {
			throw new IllegalStateException("Somebody else writes: " + gap);
		}
		return (gap != null) ? null : done;
	}

	private static Set<Place> deleted(List<Commit> commits) {
		return commits.stream()
			.flatMap((commit) -> commit.effects().entrySet().stream())
			.filter((entry) -> !entry.getValue().present())
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	private Commit complete(Commit commit) {
		Map<Place, Row> effects = new HashMap<>(commit.effects());
		this.after.forEach((place, row) -> {
			if (row.mark() == commit.mark()) {
				effects.put(place, row);
			}
		});
		this.reads.stream()
			.flatMap((read) -> Answers.rows(read.rows()))
			.filter((row) -> row.mark() == commit.mark())
			.forEach((row) -> effects.put(row.place(), row.state()));
		return commit.withEffects(effects);
	}

	private boolean isDone(Commit commit, List<Commit> done) {
		return commit.effects().entrySet().stream().anyMatch((entry) -> {
			Row row = entry.getValue();
			Row last = this.after.get(entry.getKey());
			if (!row.present()) {
				return last == null;
			}
			return row.equals(last) || (at(done, entry.getKey()).noneMatch((one) -> one.version() == row.version())
					&& isOrigin(entry.getKey(), row, done));
		});
	}

	private static Stream<Row> at(List<Commit> commits, Place place) {
		return commits.stream().map((commit) -> commit.effects().get(place)).filter((row) -> row != null);
	}

	private static boolean isOrigin(Place place, Row row, List<Commit> commits) {
		return commits.stream().anyMatch((commit) -> commit.origins().getOrDefault(place, Row.ANY) == row.version());
	}

	private @Nullable String gap(List<Commit> done) {
		Map<Place, TreeMap<Long, Commit>> changes = new HashMap<>();
		for (Commit commit : done) {
			for (Map.Entry<Place, Row> entry : commit.effects().entrySet()) {
				Row row = entry.getValue();
				Commit other = changes.computeIfAbsent(entry.getKey(), (place) -> new TreeMap<>())
					.put(row.version(), commit);
				if (other != null) {
					return entry.getKey() + " is twice " + row + ", of " + other + " and " + commit;
				}
			}
		}
		this.before.all().keySet().forEach((place) -> changes.computeIfAbsent(place, (any) -> new TreeMap<>()));
		this.after.keySet().forEach((place) -> changes.computeIfAbsent(place, (any) -> new TreeMap<>()));
		return changes.entrySet()
			.stream()
			.map((entry) -> gap(entry.getKey(), entry.getValue()))
			.filter((gap) -> gap != null)
			.findFirst()
			.orElse(null);
	}

	private @Nullable String gap(Place place, TreeMap<Long, Commit> changes) {
		Row known = this.before.at(place);
		Row latest = (known != null) ? known : Row.absent(Row.ANY);
		for (Commit change : changes.values()) {
			Row row = Objects.requireNonNull(change.effects().get(place));
			long origin = Objects.requireNonNull(change.origins().get(place));
			if (origin != Row.ANY && origin != latest.version()) {
				return place + " goes from " + latest + " to " + row;
			}
			latest = row;
		}
		Row last = this.after.get(place);
		boolean right = (last != null) ? last.equals(latest) : !latest.present();
		return right ? null : place + " is " + last + " and not " + latest;
	}

}
