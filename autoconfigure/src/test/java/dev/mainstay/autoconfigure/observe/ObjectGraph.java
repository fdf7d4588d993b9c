package dev.mainstay.autoconfigure.observe;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Everything that can be reached from some objects through fields of classes of ours,
 * collections, maps and arrays.
 */
final class ObjectGraph {

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Deque<Object> toDo = new ArrayDeque<>();

	private final String text;

	private final StringBuilder found = new StringBuilder();

	private ObjectGraph(String text) {
		this.text = text;
	}

	/**
	 * Look for a text.
	 * @param text the text
	 * @param roots where to begin
	 * @return where it was found, empty if nowhere
	 */
	static String find(String text, Object... roots) {
		ObjectGraph graph = new ObjectGraph(text);
		for (Object root : roots) {
			graph.add(root);
		}
		graph.walk();
		return graph.found.toString();
	}

	private void add(@Nullable Object object) {
		if (object != null && this.seen.add(object)) {
			this.toDo.add(object);
		}
	}

	private void walk() {
		for (Object one = this.toDo.poll(); one != null; one = this.toDo.poll()) {
			look(one);
		}
	}

	private void look(Object object) {
		if (object instanceof CharSequence chars) {
			check(object, chars.toString());
		}
		else if (object instanceof byte[] bytes) {
			check(object, new String(bytes, StandardCharsets.ISO_8859_1));
		}
		else if (object instanceof char[] chars) {
			check(object, new String(chars));
		}
		else if (object instanceof Object[] array) {
			for (int i = 0; i < Array.getLength(array); i++) {
				add(Array.get(array, i));
			}
		}
		else if (object instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				add(key);
				add(value);
			});
		}
		else if (object instanceof Collection<?> collection) {
			collection.forEach(this::add);
		}
		else if (object instanceof AtomicReference<?> reference) {
			add(reference.get());
		}
		else if (object instanceof Reference<?> reference) {
			add(reference.get());
		}
		else if (object instanceof AtomicReferenceArray<?> array) {
			for (int i = 0; i < array.length(); i++) {
				add(array.get(i));
			}
		}
		else if (object.getClass().getName().startsWith("dev.mainstay.")) {
			fields(object);
		}
	}

	private void fields(Object object) {
		for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()
						&& field.trySetAccessible()) {
					add(value(field, object));
				}
			}
		}
	}

	private static @Nullable Object value(Field field, Object object) {
		try {
			return field.get(object);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void check(Object object, String content) {
		if (content.contains(this.text)) {
			this.found.append(object.getClass().getName()).append(": ").append(content).append('\n');
		}
	}

}
