package dev.mainstay.cache.value;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.collection.spi.PersistentBag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.ResolvableType;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.projection.SpelAwareProxyProjectionFactory;
import org.springframework.util.LinkedCaseInsensitiveMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ValueCopies}.
 */
class ValueCopiesTests {

	private final ValueCopies copies = new ValueCopies();

	static List<Object> immutables() {
		return List.of("text", 1, 2L, 3.0, true, 'c', new BigDecimal("1.50"), BigInteger.TEN, UUID.randomUUID(),
				Instant.EPOCH, LocalDate.EPOCH, ZoneId.of("Europe/Berlin"), DayOfWeek.FRIDAY, String.class,
				URI.create("https://example.org"), Locale.GERMANY, OptionalInt.of(1), Optional.of("x"),
				Optional.empty(), List.of("a", "b"), List.of(), Set.of(1), Map.of("a", List.of(1)),
				Stream.of("a", null).toList(), Collections.emptyMap(), Collections.singletonList("x"), new Point(1, 2),
				new Line(new Point(1, 2), List.of(new Point(3, 4))), new Frozen("x", List.of("y")));
	}

	@ParameterizedTest
	@MethodSource("immutables")
	void keepsAndGivesWhatCannotChange(Object value) {
		KeptValue kept = this.copies.keep(value);

		assertThat(kept.give()).isSameAs(value).isSameAs(kept.give());
		assertThat(kept.weight()).isNotNegative();
	}

	@Test
	void keepsNull() {
		assertThat(this.copies.keep(null).give()).isNull();
	}

	static List<Arguments> mutables() {
		List<Object> values = new ArrayList<>();
		values.add(new ArrayList<>(List.of("a", "b")));
		values.add(new LinkedList<>(List.of("a", "b")));
		values.add(Arrays.asList("a", null));
		values.add(new HashSet<>(List.of("a", "b")));
		values.add(new LinkedHashSet<>(List.of("b", "a")));
		TreeSet<String> descending = new TreeSet<>(Comparator.reverseOrder());
		descending.addAll(List.of("a", "b"));
		values.add(descending);
		values.add(new HashMap<>(Map.of("a", 1)));
		values.add(new LinkedHashMap<>(Map.of("a", new ArrayList<>(List.of(1)))));
		values.add(new TreeMap<>(Map.of("a", new Date(5))));
		values.add(new EnumMap<>(Map.of(DayOfWeek.MONDAY, new Date(7))));
		LinkedCaseInsensitiveMap<Object> row = new LinkedCaseInsensitiveMap<>();
		row.put("ID", new Date(1));
		values.add(row);
		values.add(EnumSet.of(DayOfWeek.MONDAY));
		values.add(new byte[] { 1, 2, 3 });
		values.add(new Object[] { "a", new Date(3), 1 });
		values.add(new String[][] { { "a" }, { "b" } });
		values.add(new Date(1));
		values.add(new Timestamp(2));
		values.add(new GregorianCalendar(2026, Calendar.MAY, 1));
		values.add(Optional.of(new Date(4)));
		values.add(List.of(new Date(4), new Date(5)));
		values.add(Set.of(new Date(4)));
		values.add(Map.of("a", new Date(5)));
		values.add(Collections.unmodifiableList(new ArrayList<>(List.of(new Date(6)))));
		values.add(new Line(new Point(1, 2), new ArrayList<>(List.of(new Point(3, 4)))));
		values.add(new Bean("name", new ArrayList<>(List.of(new Date(8)))));
		values.add(new ArrayList<>(List.of(new Bean("name", new ArrayList<>(List.of(new Date(9)))))));
		values.add(new PageImpl<>(new ArrayList<>(List.of("a", "b")), PageRequest.of(1, 2), 5));
		values.add(new PageImpl<>(new ArrayList<>(List.of(new Date(1))), PageRequest.of(0, 2), 1));
		values.add(new SliceImpl<>(List.of("a"), PageRequest.of(0, 1), true));
		// An array by itself would be taken for several arguments.
		return values.stream().map((value) -> Arguments.of(new Object[] { value })).toList();
	}

	@ParameterizedTest
	@MethodSource("mutables")
	void givesACopyOfWhatCanChange(Object value) {
		KeptValue kept = this.copies.keep(value);
		Object first = Objects.requireNonNull(kept.give());
		Object second = Objects.requireNonNull(kept.give());

		assertThat(first).isNotSameAs(value).isNotSameAs(second);
		assertThat(first.getClass()).isSameAs(value.getClass());
		assertThat(describe(first)).isEqualTo(describe(value));
		assertThat(kept.weight()).isPositive();
		destroy(value);
		destroy(first);
		assertThat(describe(Objects.requireNonNull(kept.give()))).isEqualTo(describe(second));
	}

	@Test
	void takesAViewOffWhatItShows() {
		List<String> behind = new ArrayList<>(List.of("a"));
		Map<String, String> behindMap = new TreeMap<>(Map.of("a", "1"));
		KeptValue list = this.copies.keep(Collections.unmodifiableList(behind));
		KeptValue map = this.copies.keep(Collections.unmodifiableMap(behindMap));
		KeptValue held = this.copies.keep(new Frozen("x", Collections.unmodifiableList(behind)));

		behind.add("b");
		behindMap.put("b", "2");

		assertThat(list.give()).isEqualTo(List.of("a")).isSameAs(list.give());
		assertThat(map.give()).isEqualTo(Map.of("a", "1"));
		assertThat(((Frozen) Objects.requireNonNull(held.give())).list).containsExactly("a");
	}

	@Test
	void keepsTheOrderOfSortedCollections() {
		TreeSet<String> set = new TreeSet<>(Comparator.reverseOrder());
		set.addAll(List.of("a", "c", "b"));

		@SuppressWarnings("unchecked")
		Set<String> given = (Set<String>) this.copies.keep(Collections.unmodifiableSortedSet(set)).give();

		assertThat(given).containsExactly("c", "b", "a");
	}

	@Test
	void keepsCirclesAndWhatIsHeldTwice() {
		Node parent = new Node("parent");
		Node child = new Node("child");
		parent.others.add(child);
		parent.others.add(child);
		child.others.add(parent);

		KeptValue kept = this.copies.keep(parent);
		Node given = (Node) Objects.requireNonNull(kept.give());
		given.others.get(0).name = "changed";

		assertThat(given).isNotSameAs(parent);
		assertThat(given.others.get(0)).isSameAs(given.others.get(1)).isNotSameAs(child);
		assertThat(given.others.get(0).others.get(0)).isSameAs(given);
		assertThat(child.name).isEqualTo("child");
		assertThat(((Node) Objects.requireNonNull(kept.give())).others.get(0).name).isEqualTo("child");
	}

	@Test
	void fillsASetOfWhatRefersToItsOwner() {
		Owner owner = new Owner();
		Pet pet = new Pet(owner, "cat");
		owner.pets.add(pet);
		owner.name = "ann";
		owner.pets = new HashSet<>(owner.pets);

		Owner given = (Owner) Objects.requireNonNull(this.copies.keep(owner).give());

		Pet copy = given.pets.iterator().next();
		assertThat(copy.owner).isSameAs(given);
		assertThat(given.pets).contains(copy);
	}

	@Test
	void copiesAProjectionWithoutWhatIsBehindIt() {
		Map<String, Object> row = new HashMap<>(Map.of("name", "a", "born", new Date(5)));
		Person projection = new SpelAwareProxyProjectionFactory().createProjection(Person.class, row);

		KeptValue kept = this.copies.keep(new ArrayList<>(List.of(projection)));
		row.put("name", "changed");
		Person given = (Person) ((List<?>) Objects.requireNonNull(kept.give())).get(0);
		given.getBorn().setTime(9);
		Person again = (Person) ((List<?>) Objects.requireNonNull(kept.give())).get(0);

		assertThat(again.getName()).isEqualTo("a");
		assertThat(again.getBorn()).isEqualTo(new Date(5));
		assertThat(again.greeting()).isEqualTo("Hello a");
		assertThat(again).isNotEqualTo(given);
		assertThat(this.copies.keep(again).give()).isEqualTo(again).hasSameHashCodeAs(again);
	}

	@Test
	void givesAProjectionOfImmutablesAsItIs() {
		Named projection = new SpelAwareProxyProjectionFactory().createProjection(Named.class, Map.of("name", "a"));

		KeptValue kept = this.copies.keep(projection);

		assertThat(kept.give()).isSameAs(kept.give());
		assertThat(((Named) Objects.requireNonNull(kept.give())).getName()).isEqualTo("a");
	}

	static List<Object> refused() {
		Supplier<String> lambda = () -> "x";
		return List.of(new Author(), new Writer(), Stream.of("a"), List.of("a").iterator(),
				new ByteArrayInputStream(new byte[0]), new CompletableFuture<>(), new Thread(() -> {
				}), new ReentrantLock(), new ThreadLocal<>(), lambda, new IllegalStateException("x"),
				new StringBuffer(), ValueCopiesTests.class.getClassLoader(), new ValueCopiesTests().new Inner(),
				new OwnList(),
				new tools.jackson.databind.node.ObjectNode(tools.jackson.databind.node.JsonNodeFactory.instance));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void refusesWhatIsNoValue(Object value) {
		assertThatExceptionOfType(UncacheableValueException.class).isThrownBy(() -> this.copies.keep(value))
			.withMessageStartingWith("result is ")
			.withMessageContaining(value.getClass().getName());
		assertThatExceptionOfType(UncacheableValueException.class)
			.isThrownBy(() -> this.copies.keep(new Object[] { value }))
			.withMessageStartingWith("result[0] is ");
	}

	@Test
	void saysWhereAnEntityIsAndWhatToDo() {
		Bean bean = new Bean("name", new ArrayList<>(List.of(new Date(1), new Author())));

		assertThatExceptionOfType(UncacheableValueException.class)
			.isThrownBy(() -> this.copies.keep(List.of("a", Map.of("k", bean))))
			.withMessage("result[1].values[0].list[1] is the JPA entity %s, which belongs to the transaction that "
					+ "read it: return a record or a projection instead", Author.class.getName());
	}

	@Test
	void namesALazyCollectionThatWasNeverRead() {
		Bean bean = new Bean("name", new PersistentBag<>());

		assertThatExceptionOfType(UncacheableValueException.class).isThrownBy(() -> this.copies.keep(bean))
			.withMessageStartingWith("result.list was never read and is a collection of Hibernate");
	}

	@Test
	void refusesEntitiesThatHaveNoAnnotation() {
		ValueCopies mapped = new ValueCopies(Bean.class::equals);

		assertThatExceptionOfType(UncacheableValueException.class)
			.isThrownBy(() -> mapped.keep(new Bean("name", List.of())))
			.withMessageContaining("JPA entity");
	}

	@Test
	void refusesWhatIsNestedTooDeeply() {
		List<Object> list = new ArrayList<>();
		for (int i = 0; i < 100_000; i++) {
			list = new ArrayList<>(Collections.singletonList(list));
		}
		List<Object> deep = list;

		assertThatExceptionOfType(UncacheableValueException.class).isThrownBy(() -> this.copies.keep(deep))
			.withMessageContaining("is nested too deeply");
	}

	@Test
	void refusesARecordThatHoldsItself() {
		List<Point> points = new ArrayList<>();
		List<Object> untyped = cast(points);
		Line line = new Line(new Point(1, 2), points);
		untyped.add(line);

		assertThatExceptionOfType(UncacheableValueException.class).isThrownBy(() -> this.copies.keep(line))
			.withMessageContaining("holds itself");
	}

	@Test
	void tellsFromATypeThatItsValuesCannotBeKept() {
		assertThat(ValueCopies.refusal(Author.class)).startsWith("is the JPA entity");
		assertThat(refusal(List.class, Author.class)).startsWith("is the JPA entity");
		assertThat(refusal(Optional.class, Writer.class)).startsWith("is the JPA entity");
		assertThat(refusal(Stream.class, String.class)).startsWith("is a stream");
		assertThat(refusal(CompletableFuture.class, String.class)).startsWith("is a result that is not there yet");
		assertThat(ValueCopies.refusal(Author[].class)).startsWith("is the JPA entity");
		assertThat(ValueCopies.refusal(Book.class)).startsWith("has Book.authors, which is the JPA entity");
		assertThat(refusal(List.class, Line.class)).isNull();
		assertThat(refusal(List.class, Person.class)).isNull();
		assertThat(ValueCopies.refusal(Object.class)).isNull();
		assertThat(ValueCopies.refusal(void.class)).isNull();
	}

	private static @Nullable String refusal(Class<?> type, Class<?> argument) {
		return ValueCopies.refusal(ResolvableType.forClassWithGenerics(type, argument).getType());
	}

	@Test
	void weighsWhatIsHeld() {
		long one = this.copies.keep(new ArrayList<>(List.of(new Point(1, 2)))).weight();
		List<Point> points = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			points.add(new Point(i, i));
		}

		long thousand = this.copies.keep(points).weight();

		assertThat(thousand).isBetween(one * 100, one * 1000);
		assertThat(this.copies.keep(new byte[100_000]).weight()).isBetween(100_000L, 300_000L);
		assertThat(this.copies.keep("x".repeat(5000)).weight()).isBetween(5000L, 11_000L);
	}

	@SuppressWarnings("unchecked")
	private static <T> T cast(Object value) {
		return (T) value;
	}

	private static String describe(Object value) {
		if (value instanceof Object[] array) {
			return Arrays.deepToString(array);
		}
		return (value instanceof byte[] bytes) ? Arrays.toString(bytes) : value.toString();
	}

	// Changes whatever can be changed.
	private static void destroy(@Nullable Object value) {
		if (value instanceof byte[] bytes) {
			Arrays.fill(bytes, (byte) 0);
		}
		else if (value instanceof Object[] array) {
			Arrays.asList(array).forEach(ValueCopiesTests::destroy);
			Arrays.fill(array, null);
		}
		else if (value instanceof Collection<?> collection) {
			List.copyOf(new ArrayDeque<>(collection.stream().filter(Objects::nonNull).toList()))
				.forEach(ValueCopiesTests::destroy);
			attempt(() -> Collections.fill((List<?>) collection, null));
			attempt(collection::clear);
		}
		else if (value instanceof Map<?, ?> map) {
			map.values().forEach(ValueCopiesTests::destroy);
			attempt(map::clear);
		}
		else if (value instanceof Calendar calendar) {
			calendar.clear();
		}
		else if (value instanceof Date date) {
			date.setTime(-1);
		}
		else if (value instanceof Optional<?> optional) {
			optional.ifPresent(ValueCopiesTests::destroy);
		}
		else if (value instanceof Line line) {
			destroy(line.points);
		}
		else if (value instanceof Bean bean) {
			destroy(bean.list);
			bean.name = "destroyed";
		}
		else if (value instanceof SliceImpl<?> || value instanceof PageImpl<?>) {
			((Iterable<?>) value).forEach(ValueCopiesTests::destroy);
			attempt(() -> {
				var iterator = ((Iterable<?>) value).iterator();
				iterator.next();
				iterator.remove();
			});
		}
	}

	private static void attempt(Runnable change) {
		try {
			change.run();
		}
		catch (UnsupportedOperationException | ClassCastException ex) {
			// It cannot be changed in this way.
		}
	}

	/**
	 * A projection with something that can be changed.
	 */
	interface Person {

		String getName();

		Date getBorn();

		default String greeting() {
			return "Hello " + getName();
		}

	}

	/**
	 * A projection that others may use.
	 */
	public interface Named {

		String getName();

	}

	/**
	 * A record of primitives.
	 */
	record Point(int x, int y) {

	}

	/**
	 * A record that may hold something mutable.
	 */
	record Line(Point start, List<Point> points) {

	}

	/**
	 * A record of entities.
	 */
	record Book(String title, List<Author> authors) {

	}

	/**
	 * An immutable class.
	 */
	static final class Frozen {

		private final String name;

		private final List<String> list;

		Frozen(String name, List<String> list) {
			this.name = name;
			this.list = list;
		}

		@Override
		public String toString() {
			return this.name + this.list;
		}

	}

	/**
	 * A mutable class.
	 */
	static class Bean {

		private String name;

		private final List<?> list;

		private final AtomicInteger count = new AtomicInteger(7);

		private int number = 3;

		Bean(String name, List<?> list) {
			this.name = name;
			this.list = list;
		}

		@Override
		public String toString() {
			return this.name + this.list + this.count + this.number;
		}

	}

	/**
	 * A class that refers to itself.
	 */
	static class Node {

		private String name;

		private final List<Node> others = new ArrayList<>();

		Node(String name) {
			this.name = name;
		}

	}

	/**
	 * A class that holds what depends on it.
	 */
	static class Owner {

		private Set<Pet> pets = new HashSet<>();

		private @Nullable String name;

	}

	/**
	 * A class whose hash code depends on what holds it.
	 */
	static class Pet {

		private final Owner owner;

		private final String kind;

		Pet(Owner owner, String kind) {
			this.owner = owner;
			this.kind = kind;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Pet pet && pet.kind.equals(this.kind)
					&& Objects.equals(pet.owner.name, this.owner.name);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.kind, this.owner.name);
		}

	}

	/**
	 * An entity.
	 */
	@Entity
	static class Author {

		@Id
		private int id;

	}

	/**
	 * An entity by its superclass.
	 */
	static class Writer extends Author {

	}

	/**
	 * A list whose elements nobody else can read.
	 */
	static class OwnList extends ArrayList<String> {

	}

	/**
	 * A class that refers to its test.
	 */
	class Inner {

		@Override
		public String toString() {
			return ValueCopiesTests.this.copies.toString();
		}

	}

}
