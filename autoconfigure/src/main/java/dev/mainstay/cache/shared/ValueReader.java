package dev.mainstay.cache.shared;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
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
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * Reads one value. Trusts none of the bytes. Not thread-safe.
 */
final class ValueReader {

	private static final int DEEPEST = 64;

	private static final int PORTION = 1000;

	private final DataInputStream in;

	private final @Nullable ClassLoader loader;

	private final List<String> names = new ArrayList<>();

	private int depth;

	ValueReader(byte[] bytes, @Nullable ClassLoader loader) {
		this.in = new DataInputStream(new ByteArrayInputStream(bytes));
		this.loader = loader;
	}

	@Nullable Object read() {
		try {
			Object value = next();
			if (this.in.available() > 0) {
				throw new UnsharableValueException("there are more bytes than values");
			}
			return value;
		}
		catch (UnsharableValueException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			throw new UnsharableValueException("the bytes are not those of a value", ex);
		}
	}

	private @Nullable Object next() throws IOException {
		if (++this.depth > DEEPEST) {
			throw new UnsharableValueException("it is nested too deep");
		}
		Object value = next(ValueMark.of(this.in.readByte()));
		this.depth--;
		return value;
	}

	private @Nullable Object next(ValueMark mark) throws IOException {
		return switch (mark) {
			case NULL -> null;
			case TRUE -> true;
			case FALSE -> false;
			case BYTE -> this.in.readByte();
			case SHORT -> this.in.readShort();
			case INTEGER -> this.in.readInt();
			case LONG -> this.in.readLong();
			case FLOAT -> this.in.readFloat();
			case DOUBLE -> this.in.readDouble();
			case CHARACTER -> this.in.readChar();
			case TEXT -> text();
			case KIND -> ValueKind.read(this.in.readByte(), text());
			case DATE -> new Date(this.in.readLong());
			case SQL_DATE -> new java.sql.Date(this.in.readLong());
			case SQL_TIME -> new java.sql.Time(this.in.readLong());
			case TIMESTAMP -> timestamp();
			case BYTES -> bytes();
			case OBJECTS -> elements(new ArrayList<>()).toArray();
			case TEXTS -> elements(new ArrayList<>()).toArray(new @Nullable String[0]);
			case OPTIONAL -> Optional.ofNullable(next());
			case ENUM -> constant();
			case RECORD -> record();
			case ARRAY_LIST -> elements(new ArrayList<>());
			case LINKED_LIST -> elements(new LinkedList<>());
			case FIXED_LIST -> Arrays.asList(elements(new ArrayList<>()).toArray());
			case FROZEN_LIST -> Collections.unmodifiableList(elements(new ArrayList<>()));
			case HASH_SET -> elements(new HashSet<>());
			case LINKED_SET -> elements(new LinkedHashSet<>());
			case TREE_SET -> elements(new TreeSet<>());
			case FROZEN_SET -> Collections.unmodifiableSet(elements(new LinkedHashSet<>()));
			case HASH_MAP -> entries(new HashMap<>());
			case LINKED_MAP -> entries(new LinkedHashMap<>());
			case TREE_MAP -> entries(new TreeMap<>());
			case FROZEN_MAP -> Collections.unmodifiableMap(entries(new LinkedHashMap<>()));
			case ROW -> row();
		};
	}

	private Object timestamp() throws IOException {
		java.sql.Timestamp timestamp = new java.sql.Timestamp(this.in.readLong());
		timestamp.setNanos(this.in.readInt());
		return timestamp;
	}

	// Not more than there is.
	private int length() throws IOException {
		int length = this.in.readInt();
		if (length < 0 || length > this.in.available()) {
			throw new UnsharableValueException("a length is wrong");
		}
		return length;
	}

	private byte[] bytes() throws IOException {
		return this.in.readNBytes(length());
	}

	private String text() throws IOException {
		return new String(bytes(), StandardCharsets.UTF_8);
	}

	private String name() throws IOException {
		int index = this.in.readInt();
		if (index == this.names.size()) {
			this.names.add(text());
		}
		return this.names.get(index);
	}

	private <C extends Collection<@Nullable Object>> C elements(C elements) throws IOException {
		int size = length();
		if (elements instanceof ArrayList<?> list) {
			list.ensureCapacity(Math.min(size, PORTION));
		}
		for (int i = 0; i < size; i++) {
			elements.add(next());
		}
		return elements;
	}

	private <M extends Map<@Nullable Object, @Nullable Object>> M entries(M map) throws IOException {
		int size = length();
		for (int i = 0; i < size; i++) {
			Object key = next();
			map.put(key, next());
		}
		return map;
	}

	private Object row() throws IOException {
		int size = length();
		Map<String, @Nullable Object> row = new LinkedCaseInsensitiveMap<>();
		for (int i = 0; i < size; i++) {
			if (!(next() instanceof String name)) {
				throw new UnsharableValueException("a column has no name");
			}
			row.put(name, next());
		}
		return row;
	}

	private Object constant() throws IOException {
		String name = name();
		Class<?> type = type(name);
		String constant = text();
		for (Object each : (type.isEnum()) ? type.getEnumConstants() : new Object[0]) {
			if (((Enum<?>) each).name().equals(constant)) {
				return each;
			}
		}
		throw new UnsharableValueException("enum %s has no such constant".formatted(name));
	}

	private Object record() throws IOException {
		String name = name();
		String description = name();
		Class<?> type = type(name);
		if (!type.isRecord()) {
			throw new UnsharableValueException("%s is no record".formatted(name));
		}
		RecordShape shape = RecordShape.of(type);
		if (!shape.description().equals(description)) {
			throw new UnsharableValueException("record %s has other components than it had".formatted(name));
		}
		@Nullable Object[] components = new @Nullable Object[shape.size()];
		for (int i = 0; i < components.length; i++) {
			components[i] = next();
		}
		return shape.create(components);
	}

	// Its static initializer is not run unless it is a record or an enum.
	private Class<?> type(String name) {
		try {
			return Class.forName(name, false, this.loader);
		}
		catch (ClassNotFoundException ex) {
			throw new UnsharableValueException("class %s is not known".formatted(name), ex);
		}
	}

}
