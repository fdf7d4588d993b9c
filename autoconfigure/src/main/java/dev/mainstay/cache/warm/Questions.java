package dev.mainstay.cache.warm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.key.KeyMoment;
import dev.mainstay.cache.key.QueryKey;

/**
 * The questions that are asked most. Between two turns as many may come as there are, so
 * that a new one that is asked a lot has its chance; each turn forgets the others.
 * Thread-safe.
 */
final class Questions {

	private static final Comparator<Question> FIRST = Comparator.comparing(Question::isRepeatable)
		.thenComparingDouble(Question::heat)
		.reversed();

	private final Map<QueryKey, Question> all = new ConcurrentHashMap<>();

	private final int most;

	Questions(int most) {
		this.most = most;
	}

	/**
	 * A question was asked.
	 * @param key the question
	 * @param create makes it if it is not known, or makes none
	 */
	void asked(QueryKey key, Function<QueryKey, @Nullable Question> create) {
		Question known = this.all.get(key);
		if (known == null && this.all.size() < 2 * this.most) {
			known = create.apply(key);
			Question other = (known != null) ? this.all.putIfAbsent(key, known) : null;
			known = (other != null) ? other : known;
		}
		if (known != null) {
			known.asked();
		}
	}

	/**
	 * Begin a turn.
	 * @param moment what keys depend on that are made in the background
	 * @return those that are kept, the hottest first
	 */
	List<Question> turn(@Nullable KeyMoment moment) {
		List<Question> left = new ArrayList<>();
		for (Question question : this.all.values()) {
			if (question.turn(moment)) {
				forget(question);
			}
			else {
				left.add(question);
			}
		}
		left.sort(FIRST);
		while (left.size() > this.most) {
			forget(left.remove(left.size() - 1));
		}
		return left;
	}

	void postpone() {
		this.all.values().forEach(Errand::postpone);
	}

	private void forget(Question question) {
		this.all.remove(question.key(), question);
	}

	int size() {
		return this.all.size();
	}

}
