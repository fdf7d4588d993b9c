package dev.mainstay.cache.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that copies of random values are equal to them and share nothing with them that
 * can change.
 */
class ValueGraphTests {

	private static final int GRAPHS = 400;

	private final ValueCopies copies = new ValueCopies();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void copiesAreEqualAndShareNothingThatCanChange(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < GRAPHS; i++) {
			Object value = random(random, 4, new ArrayList<>());
			KeptValue kept = this.copies.keep(value);

			Object first = kept.give();
			Object second = kept.give();

			assertThat(equal(value, first)).isTrue();
			Set<Object> ofValue = mutable(value);
			Set<Object> ofFirst = mutable(first);
			Set<Object> ofSecond = mutable(second);
			assertThat(ofFirst).hasSameSizeAs(ofValue).hasSameSizeAs(ofSecond);
			assertThat(Collections.disjoint(ofValue, ofFirst)).isTrue();
			assertThat(Collections.disjoint(ofFirst, ofSecond)).isTrue();
			assertThat(Collections.disjoint(ofValue, ofSecond)).isTrue();
		}
	}

	private static Object random(Random random, int depth, List<Object> earlier) {
		if (!earlier.isEmpty() && random.nextInt(8) == 0) {
			return earlier.get(random.nextInt(earlier.size()));
		}
		int size = random.nextInt(4);
		Object value = switch ((depth == 0) ? random.nextInt(3) : random.nextInt(11)) {
			case 0 -> "text " + random.nextInt(100);
			case 1 -> random.nextLong();
			case 2 -> new Date(random.nextInt());
			case 3 -> new ArrayList<>(list(random, depth, size, earlier));
			case 4 -> List.copyOf(list(random, depth, size, earlier));
			case 5 -> list(random, depth, size, earlier).toArray();
			case 6 -> map(random, depth, size, earlier);
			case 7 -> new Pair(random(random, depth - 1, earlier), random(random, depth - 1, earlier));
			case 8 -> new Box(random(random, depth - 1, earlier), size);
			case 9 -> Optional.of(random(random, depth - 1, earlier));
			default -> Collections.unmodifiableList(list(random, depth, size, earlier));
		};
		earlier.add(value);
		return value;
	}

	private static List<Object> list(Random random, int depth, int size, List<Object> earlier) {
		List<Object> list = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			list.add(random(random, depth - 1, earlier));
		}
		return list;
	}

	private static Map<Object, Object> map(Random random, int depth, int size, List<Object> earlier) {
		Map<Object, Object> map = random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>();
		for (int i = 0; i < size; i++) {
			map.put("key " + i, random(random, depth - 1, earlier));
		}
		return map;
	}

	private static boolean equal(@Nullable Object one, @Nullable Object other) {
		if (one instanceof Box box && other instanceof Box copy) {
			return box.size == copy.size && equal(box.value, copy.value);
		}
		if (one instanceof Object[] array && other instanceof Object[] copy) {
			return equal(Arrays.asList(array), Arrays.asList(copy));
		}
		if (one instanceof List<?> list && other instanceof List<?> copy) {
			boolean equal = list.size() == copy.size();
			for (int i = 0; equal && i < list.size(); i++) {
				equal = equal(list.get(i), copy.get(i));
			}
			return equal;
		}
		if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> copy) {
			return map.keySet().equals(copy.keySet())
					&& map.keySet().stream().allMatch((key) -> equal(map.get(key), copy.get(key)));
		}
		if (one instanceof Pair pair && other instanceof Pair copy) {
			return equal(pair.left, copy.left) && equal(pair.right, copy.right);
		}
		if (one instanceof Optional<?> optional && other instanceof Optional<?> copy) {
			return equal(optional.orElse(null), copy.orElse(null));
		}
		return Objects.equals(one, other);
	}

	private static Set<Object> mutable(@Nullable Object value) {
		Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
		collect(value, found);
		return found;
	}

	private static void collect(@Nullable Object value, Set<Object> found) {
		if (value instanceof Date || value instanceof ArrayList<?> || value instanceof HashMap<?, ?>
				|| value instanceof Object[] || value instanceof Box) {
			found.add(value);
		}
		if (value instanceof List<?> list) {
			list.forEach((element) -> collect(element, found));
		}
		else if (value instanceof Object[] array) {
			Arrays.asList(array).forEach((element) -> collect(element, found));
		}
		else if (value instanceof Map<?, ?> map) {
			map.values().forEach((element) -> collect(element, found));
		}
		else if (value instanceof Pair pair) {
			collect(pair.left, found);
			collect(pair.right, found);
		}
		else if (value instanceof Box box) {
			collect(box.value, found);
		}
		else if (value instanceof Optional<?> optional) {
			collect(optional.orElse(null), found);
		}
	}

	/**
	 * A record of anything.
	 */
	record Pair(Object left, Object right) {

	}

	/**
	 * A class that holds anything.
	 */
	static class Box {

		private Object value;

		private int size;

		Box(Object value, int size) {
			this.value = value;
			this.size = size;
		}

	}

}
