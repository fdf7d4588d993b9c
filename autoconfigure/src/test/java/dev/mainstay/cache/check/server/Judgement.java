package dev.mainstay.cache.check.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/*
 * An answer is right if there is a set of commits after which the question has just this
 * answer, and the set
 * - has with each commit those that are before it: that is what a snapshot looks like;
 * - has those that the answer must not be without: of the own instance what had returned,
 *   or was seen by somebody, when it was asked; of others what had returned so long before
 *   as the bound says. For an answer of the cache that is asked only of commits that have
 *   changed what the question is about: an old snapshot is as good as a new one for
 *   somebody who asks about something else;
 * - has none that was sent after the answer was there.
 * The rows of an answer tell most of the set at once. What is left is searched.
 */

/**
 * Whether all reads of a schedule were right. Used once.
 */
final class Judgement {

	private static final int MOST_SETS = 20_000;

	private final Register base;

	private final List<Commit> commits;

	private final Precedence precedence;

	private final long boundNanos;

	private final Map<Place, Map<Long, Integer>> makers = new HashMap<>();

	private final Map<Question, Map<Integer, Boolean>> relevant = new HashMap<>();

	// When each commit had returned, or was seen by somebody.
	private final long[] visible;

	private final Tally tally;

	/**
	 * Create a judgement.
	 * @param base what everybody sees
	 * @param commits what was changed since
	 * @param boundNanos how late a commit of another instance may be seen
	 * @param tally counts what cannot be judged
	 */
	Judgement(Register base, List<Commit> commits, long boundNanos, Tally tally) {
		this.base = base;
		this.commits = commits;
		this.precedence = new Precedence(commits);
		this.boundNanos = boundNanos;
		this.tally = tally;
		this.visible = commits.stream().mapToLong(Commit::returned).toArray();
		for (int i = 0; i < commits.size(); i++) {
			int maker = i;
			commits.get(i)
				.effects()
				.forEach((place, row) -> this.makers.computeIfAbsent(place, (any) -> new HashMap<>())
					.put(row.version(), maker));
		}
	}

	/**
	 * Judge.
	 * @param reads what was read
	 * @throws Violation if something must not be
	 */
	void judge(List<Read> reads) {
		Map<Object, List<Read>> snapshots = new LinkedHashMap<>();
		reads.stream()
			.sorted(Comparator.comparingLong(Read::end).reversed())
			.forEach((read) -> snapshots
				.computeIfAbsent((read.snapshot() != 0) ? read.snapshot() : read, (any) -> new ArrayList<>())
				.add(0, read));
		List<List<Read>> groups = new ArrayList<>(snapshots.values());
		// By the end of the last one.
		for (int i = groups.size() - 1; i >= 0; i--) {
			judgeTogether(groups.get(i));
		}
	}

	private void judgeTogether(List<Read> reads) {
		Read last = reads.get(reads.size() - 1);
		BitSet made = new BitSet();
		BitSet excluded = new BitSet();
		for (Read read : reads) {
			Answers.rows(read.rows()).forEach((row) -> {
				if (!row.state().equals(read.own().get(row.place()))) {
					make(read, row, made);
					exclude(row, excluded);
				}
			});
		}
		BitSet seen = closed(made);
		BitSet least = closed(made);
		for (Read read : reads) {
			require(read, least);
		}
		if (least.intersects(excluded)) {
			BitSet both = (BitSet) least.clone();
			both.and(excluded);
			throw violation(reads, "older than " + this.commits.get(both.nextSetBit(0)));
		}
		least.stream().filter((index) -> this.commits.get(index).sent() > last.end()).findFirst().ifPresent((index) -> {
			throw violation(reads, "younger than " + this.commits.get(index));
		});
		search(reads, least, excluded);
		seen.stream().forEach((index) -> this.visible[index] = Math.min(this.visible[index], last.end()));
	}

	private BitSet closed(BitSet some) {
		BitSet all = new BitSet();
		some.stream().forEach((index) -> this.precedence.add(index, all));
		return all;
	}

	private void make(Read read, Kind.Found row, BitSet made) {
		Integer maker = this.makers.getOrDefault(row.place(), Map.of()).get(row.version());
		Row state = (maker != null) ? this.commits.get(maker).effects().get(row.place()) : this.base.at(row.place());
		if (!row.state().equals(state)) {
			boolean old = state != null && row.version() < state.version();
			throw violation(List.of(read), row + (old ? " is older than " + state : " was never committed"));
		}
		if (maker != null) {
			made.set(maker);
		}
	}

	private void exclude(Kind.Found row, BitSet excluded) {
		this.makers.getOrDefault(row.place(), Map.of()).forEach((version, maker) -> {
			if (version > row.version()) {
				excluded.set(maker);
			}
		});
	}

	private void require(Read read, BitSet least) {
		for (int i = 0; i < this.commits.size(); i++) {
			if (!least.get(i) && hasToBeSeen(i, read) && (read.direct() || isRelevant(i, read.question()))) {
				this.precedence.add(i, least);
			}
		}
	}

	private boolean hasToBeSeen(int index, Read read) {
		Commit commit = this.commits.get(index);
		if (read.direct() || commit.instance() == read.instance()) {
			return this.visible[index] < read.begin();
		}
		return commit.isCertain() && commit.returned() < read.begin() - this.boundNanos;
	}

	private boolean isRelevant(int index, Question question) {
		return this.relevant.computeIfAbsent(question, (any) -> new HashMap<>()).computeIfAbsent(index, (any) -> {
			BitSet before = this.precedence.before(index);
			Register register = register(before);
			long[] without = question.answer(register);
			register.raise(this.commits.get(index).effects());
			return !Arrays.equals(without, question.answer(register));
		});
	}

	private Register register(BitSet seen) {
		Register register = this.base.copy();
		seen.stream().forEach((index) -> register.raise(this.commits.get(index).effects()));
		return register;
	}

	private void search(List<Read> reads, BitSet least, BitSet excluded) {
		Read last = reads.get(reads.size() - 1);
		Deque<BitSet> open = new ArrayDeque<>();
		Set<BitSet> known = new HashSet<>();
		open.add(least);
		known.add(least);
		while (!open.isEmpty()) {
			BitSet seen = open.remove();
			if (explains(seen, reads)) {
				return;
			}
			for (int i = seen.nextClearBit(0); i < this.commits.size(); i = seen.nextClearBit(i + 1)) {
				if (this.commits.get(i).sent() <= last.end()) {
					BitSet more = (BitSet) seen.clone();
					this.precedence.add(i, more);
					if (!more.intersects(excluded) && known.add(more)) {
						open.add(more);
					}
				}
			}
			if (known.size() > MOST_SETS) {
				this.tally.count("reads with too many explanations");
				return;
			}
		}
		throw violation(reads, "not possible after " + least.stream().mapToObj(this.commits::get).toList());
	}

	private boolean explains(BitSet seen, List<Read> reads) {
		Register register = register(seen);
		for (Read read : reads) {
			Register own = read.own().isEmpty() ? register : register.copy();
			own.put(read.own());
			if (!Arrays.equals(read.rows(), read.question().answer(own))) {
				return false;
			}
		}
		return true;
	}

	private Violation violation(List<Read> reads, String what) {
		StringBuilder text = new StringBuilder(what);
		reads.forEach((read) -> text.append("\n asked: ").append(read));
		text.append("\n before: ").append(this.base.all());
		this.commits.forEach((commit) -> text.append("\n commit: ").append(commit));
		return new Violation(text.toString());
	}

}
