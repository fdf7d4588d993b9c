package dev.mainstay.cache.shared;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * Writes one value. Not thread-safe.
 */
final class ValueWriter {

	private static final int DEEPEST = 64;

	private static final Map<Class<?>, ValueMark> CONTAINERS = Map.ofEntries(
			Map.entry(ArrayList.class, ValueMark.ARRAY_LIST), Map.entry(LinkedList.class, ValueMark.LINKED_LIST),
			Map.entry(Arrays.asList().getClass(), ValueMark.FIXED_LIST), Map.entry(HashSet.class, ValueMark.HASH_SET),
			Map.entry(LinkedHashSet.class, ValueMark.LINKED_SET), Map.entry(TreeSet.class, ValueMark.TREE_SET),
			Map.entry(HashMap.class, ValueMark.HASH_MAP), Map.entry(LinkedHashMap.class, ValueMark.LINKED_MAP),
			Map.entry(TreeMap.class, ValueMark.TREE_MAP), Map.entry(LinkedCaseInsensitiveMap.class, ValueMark.ROW));

	private static final List<String> FROZEN = List.of("java.util.ImmutableCollections$", "java.util.Collections$Empty",
			"java.util.Collections$Singleton", "java.util.Collections$Unmodifiable");

	private final int most;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

	private final DataOutputStream out = new DataOutputStream(this.bytes);

	// The names of classes, written once.
	private final Map<String, Integer> names = new HashMap<>();

	private int depth;

	ValueWriter(int most) {
		this.most = most;
	}

	byte[] write(@Nullable Object value) {
		try {
			add(value);
			return this.bytes.toByteArray();
		}
		catch (IOException ex) {
			throw new UnsharableValueException("it cannot be written", ex);
		}
	}

	private void add(@Nullable Object value) throws IOException {
		if (this.bytes.size() > this.most) {
			throw new UnsharableValueException("it takes more than %d bytes".formatted(this.most));
		}
		if (++this.depth > DEEPEST) {
			throw new UnsharableValueException("it is nested more than %d levels deep".formatted(DEEPEST));
		}
		if (value == null) {
			mark(ValueMark.NULL);
		}
		else if (!addNumber(value) && !addDate(value) && !addContainer(value)) {
			addOther(value);
		}
		this.depth--;
	}

	private boolean addNumber(Object value) throws IOException {
		if (value instanceof String text) {
			mark(ValueMark.TEXT);
			text(text);
		}
		else if (value instanceof Integer number) {
			mark(ValueMark.INTEGER);
			this.out.writeInt(number);
		}
		else if (value instanceof Long number) {
			mark(ValueMark.LONG);
			this.out.writeLong(number);
		}
		else if (value instanceof Boolean truth) {
			mark(truth ? ValueMark.TRUE : ValueMark.FALSE);
		}
		else if (value instanceof Double number) {
			mark(ValueMark.DOUBLE);
			this.out.writeDouble(number);
		}
		else if (value instanceof Float number) {
			mark(ValueMark.FLOAT);
			this.out.writeFloat(number);
		}
		else if (value instanceof Short number) {
			mark(ValueMark.SHORT);
			this.out.writeShort(number);
		}
		else if (value instanceof Byte number) {
			mark(ValueMark.BYTE);
			this.out.writeByte(number);
		}
		else if (value instanceof Character character) {
			mark(ValueMark.CHARACTER);
			this.out.writeChar(character);
		}
		else {
			return false;
		}
		return true;
	}

	private boolean addDate(Object value) throws IOException {
		Class<?> type = value.getClass();
		if (type == java.sql.Timestamp.class) {
			mark(ValueMark.TIMESTAMP);
			this.out.writeLong(((java.sql.Timestamp) value).getTime());
			this.out.writeInt(((java.sql.Timestamp) value).getNanos());
			return true;
		}
		ValueMark mark = (type == Date.class) ? ValueMark.DATE : (type == java.sql.Date.class) ? ValueMark.SQL_DATE
				: (type == java.sql.Time.class) ? ValueMark.SQL_TIME : null;
		if (mark != null) {
			mark(mark);
			this.out.writeLong(((Date) value).getTime());
		}
		return mark != null;
	}

	private boolean addContainer(Object value) throws IOException {
		ValueMark mark = container(value);
		if (mark == null) {
			return false;
		}
		mark(mark);
		if (value instanceof Map<?, ?> map) {
			this.out.writeInt(map.size());
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				add(entry.getKey());
				add(entry.getValue());
			}
		}
		else if (value instanceof Collection<?> elements) {
			this.out.writeInt(elements.size());
			for (Object element : elements) {
				add(element);
			}
		}
		return true;
	}

	private static @Nullable ValueMark container(Object value) {
		Class<?> type = value.getClass();
		if (FROZEN.stream().anyMatch(type.getName()::startsWith)) {
			return (value instanceof java.util.SortedSet || value instanceof java.util.SortedMap) ? null
					: (value instanceof List) ? ValueMark.FROZEN_LIST : (value instanceof Set) ? ValueMark.FROZEN_SET
							: (value instanceof Map) ? ValueMark.FROZEN_MAP : null;
		}
		boolean ordered = (value instanceof TreeSet<?> set && set.comparator() != null)
				|| (value instanceof TreeMap<?, ?> map && map.comparator() != null);
		return ordered ? null : CONTAINERS.get(type);
	}

	private void addOther(Object value) throws IOException {
		Class<?> type = value.getClass();
		int kind = ValueKind.of(type);
		if (kind >= 0) {
			mark(ValueMark.KIND);
			this.out.writeByte(kind);
			text((value instanceof java.time.Year year) ? Integer.toString(year.getValue()) : value.toString());
		}
		else if (value instanceof Enum<?> constant) {
			mark(ValueMark.ENUM);
			name(constant.getDeclaringClass().getName());
			text(constant.name());
		}
		else if (type.isRecord()) {
			addRecord(value, type);
		}
		else if (value instanceof Optional<?> optional) {
			mark(ValueMark.OPTIONAL);
			add(optional.orElse(null));
		}
		else if (value instanceof byte[] array) {
			mark(ValueMark.BYTES);
			this.out.writeInt(array.length);
			this.out.write(array);
		}
		else if (type == Object[].class || type == String[].class) {
			mark((type == Object[].class) ? ValueMark.OBJECTS : ValueMark.TEXTS);
			List<@Nullable Object> elements = Collections.unmodifiableList(Arrays.asList((@Nullable Object[]) value));
			this.out.writeInt(elements.size());
			for (Object element : elements) {
				add(element);
			}
		}
		else {
			throw new UnsharableValueException("it holds a %s; records can be shared".formatted(type.getName()));
		}
	}

	private void addRecord(Object value, Class<?> type) throws IOException {
		if (type.isHidden()) {
			throw new UnsharableValueException("it holds a record without a name");
		}
		RecordShape shape = RecordShape.of(type);
		mark(ValueMark.RECORD);
		name(type.getName());
		name(shape.description());
		for (int i = 0; i < shape.size(); i++) {
			add(shape.component(value, i));
		}
	}

	private void mark(ValueMark mark) throws IOException {
		this.out.writeByte(mark.ordinal());
	}

	private void name(String name) throws IOException {
		Integer known = this.names.putIfAbsent(name, this.names.size());
		this.out.writeInt((known != null) ? known : this.names.size() - 1);
		if (known == null) {
			text(name);
		}
	}

	private void text(String text) throws IOException {
		if (text.length() > this.most) {
			throw new UnsharableValueException("it takes more than %d bytes".formatted(this.most));
		}
		try {
			ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
			this.out.writeInt(encoded.remaining());
			this.out.write(encoded.array(), encoded.arrayOffset() + encoded.position(), encoded.remaining());
		}
		catch (CharacterCodingException ex) {
			throw new UnsharableValueException("it holds a text that is no Unicode", ex);
		}
	}

}
