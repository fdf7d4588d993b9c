package dev.mainstay.cache.value;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * Knows collections and maps.
 */
@SuppressWarnings("unchecked")
final class Containers {

	private static final Map<Class<?>, Plan> EXACT = new HashMap<>();

	static {
		list(ArrayList.class, (source) -> new ArrayList<>(source.size()), ArrayList::new);
		list(LinkedList.class, (source) -> new LinkedList<>(), LinkedList::new);
		list(Vector.class, (source) -> new Vector<>(), Vector::new);
		list(ArrayDeque.class, (source) -> new ArrayDeque<>(source.size() + 1), ArrayDeque::new);
		list(CopyOnWriteArrayList.class, (source) -> new CopyOnWriteArrayList<>(), CopyOnWriteArrayList::new);
		set(HashSet.class, (source) -> new HashSet<>(buckets(source.size())), HashSet::new);
		set(LinkedHashSet.class, (source) -> new LinkedHashSet<>(buckets(source.size())), LinkedHashSet::new);
		set(TreeSet.class, (source) -> new TreeSet<>(comparator(source)),
				(source) -> new TreeSet<>((SortedSet<?>) source));
		set(ConcurrentSkipListSet.class, (source) -> new ConcurrentSkipListSet<>(comparator(source)),
				(source) -> new ConcurrentSkipListSet<>((SortedSet<?>) source));
		map(HashMap.class, (source) -> new HashMap<>(buckets(source.size())), HashMap::new);
		map(LinkedHashMap.class, (source) -> new LinkedHashMap<>(buckets(source.size())), LinkedHashMap::new);
		map(Hashtable.class, (source) -> new Hashtable<>(), Hashtable::new);
		map(ConcurrentHashMap.class, (source) -> new ConcurrentHashMap<>(), ConcurrentHashMap::new);
		map(TreeMap.class, (source) -> new TreeMap<>(comparator(source)),
				(source) -> new TreeMap<>((SortedMap<?, ?>) source));
		map(ConcurrentSkipListMap.class, (source) -> new ConcurrentSkipListMap<>(comparator(source)),
				(source) -> new ConcurrentSkipListMap<>((SortedMap<?, ?>) source));
		EXACT.put(EnumMap.class, new ClonedMapPlan((source) -> ((EnumMap<?, ?>) source).clone()));
	}

	private Containers() {
	}

	private static void list(Class<?> type, Function<Collection<?>, Collection<@Nullable Object>> empty,
			Function<Collection<?>, Object> full) {
		EXACT.put(type, new CollectionPlan(empty, full, false));
	}

	private static void set(Class<?> type, Function<Collection<?>, Collection<@Nullable Object>> empty,
			Function<Collection<?>, Object> full) {
		EXACT.put(type, new CollectionPlan(empty, full, true));
	}

	private static void map(Class<?> type, Function<Map<?, ?>, Map<@Nullable Object, @Nullable Object>> empty,
			Function<Map<?, ?>, Object> full) {
		EXACT.put(type, new MapPlan(empty, full));
	}

	private static int buckets(int size) {
		return (int) (size / 0.75) + 1;
	}

	private static @Nullable Comparator<Object> comparator(Object sorted) {
		return (sorted instanceof SortedSet<?> set) ? (Comparator<Object>) set.comparator()
				: (Comparator<Object>) ((SortedMap<?, ?>) sorted).comparator();
	}

	static @Nullable Plan ofLibraries(Class<?> type) {
		if (type == LinkedCaseInsensitiveMap.class) {
			return new ClonedMapPlan((source) -> ((LinkedCaseInsensitiveMap<?>) source).clone());
		}
		return null;
	}

	static @Nullable Plan ofPlatform(Class<?> type) {
		Plan exact = EXACT.get(type);
		if (exact != null) {
			return exact;
		}
		String name = type.getName();
		if (name.startsWith("java.util.ImmutableCollections$")) {
			return immutable(type);
		}
		if (name.startsWith("java.util.Collections$")) {
			return wrapper(type, name.substring("java.util.Collections$".length()));
		}
		return switch (name) {
			case "java.util.Arrays$ArrayList" -> new FixedListPlan();
			case "java.util.ArrayList$SubList", "java.util.AbstractList$SubList",
					"java.util.AbstractList$RandomAccessSubList", "java.util.HashMap$Values",
					"java.util.LinkedHashMap$LinkedValues", "java.util.TreeMap$Values" ->
				new CollectionPlan((source) -> new ArrayList<>(source.size()), ArrayList::new, false);
			case "java.util.HashMap$KeySet", "java.util.LinkedHashMap$LinkedKeySet", "java.util.TreeMap$KeySet" ->
				new CollectionPlan((source) -> new LinkedHashSet<>(), LinkedHashSet::new, true);
			default -> null;
		};
	}

	private static @Nullable Plan immutable(Class<?> type) {
		if (List.class.isAssignableFrom(type)) {
			return new FrozenPlan((source, elements) -> list(elements), false);
		}
		if (Set.class.isAssignableFrom(type)) {
			return new FrozenPlan((source, elements) -> Set.of(elements), false);
		}
		return Map.class.isAssignableFrom(type) ? new FrozenMapPlan((source, parts) -> Map.copyOf(parts), false) : null;
	}

	private static Object list(@Nullable Object[] elements) {
		boolean complete = Arrays.stream(elements).allMatch(Objects::nonNull);
		return complete ? List.of(elements) : Stream.of(elements).toList();
	}

	private static @Nullable Plan wrapper(Class<?> type, String name) {
		if (name.startsWith("Empty")) {
			return new LeafPlan((value) -> 0);
		}
		if (name.startsWith("Singleton")) {
			return single(type);
		}
		if (!name.startsWith("Unmodifiable")) {
			return null;
		}
		if (Map.class.isAssignableFrom(type)) {
			return new FrozenMapPlan((source, parts) -> (source instanceof SortedMap<?, ?>)
					? Collections.unmodifiableNavigableMap(sorted(source, parts)) : Collections.unmodifiableMap(parts),
					true);
		}
		if (List.class.isAssignableFrom(type)) {
			return new FrozenPlan((source, elements) -> Collections.unmodifiableList(Arrays.asList(elements)), true);
		}
		if (Set.class.isAssignableFrom(type)) {
			return new FrozenPlan((source, elements) -> (source instanceof SortedSet<?>)
					? Collections.unmodifiableNavigableSet(sorted(source, elements))
					: Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(elements))), true);
		}
		return new FrozenPlan((source, elements) -> Collections.unmodifiableCollection(Arrays.asList(elements)), true);
	}

	private static @Nullable Plan single(Class<?> type) {
		if (List.class.isAssignableFrom(type)) {
			return new FrozenPlan((source, elements) -> Collections.singletonList(elements[0]), false);
		}
		if (Set.class.isAssignableFrom(type)) {
			return new FrozenPlan((source, elements) -> Collections.singleton(elements[0]), false);
		}
		return Map.class.isAssignableFrom(type)
				? new FrozenMapPlan((source, parts) -> Collections.unmodifiableMap(parts), false) : null;
	}

	private static TreeMap<@Nullable Object, @Nullable Object> sorted(Map<?, ?> source,
			Map<@Nullable Object, @Nullable Object> parts) {
		TreeMap<@Nullable Object, @Nullable Object> sorted = new TreeMap<>(comparator(source));
		sorted.putAll(parts);
		return sorted;
	}

	private static TreeSet<@Nullable Object> sorted(Collection<?> source, @Nullable Object[] elements) {
		TreeSet<@Nullable Object> sorted = new TreeSet<>(comparator(source));
		Collections.addAll(sorted, elements);
		return sorted;
	}

}
