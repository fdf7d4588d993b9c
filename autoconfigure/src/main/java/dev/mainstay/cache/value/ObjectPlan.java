package dev.mainstay.cache.value;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.objenesis.SpringObjenesis;

/**
 * Copies objects of the application field by field. Those whose fields are all final and
 * hold nothing that can change are not copied.
 */
final class ObjectPlan extends Plan {

	private static final SpringObjenesis INSTANCES = new SpringObjenesis();

	// Their fields are counters and views, which start anew.
	private static final Set<String> STARTING_ANEW = Set.of("java.util.AbstractList", "java.util.AbstractMap");

	private final Class<?> type;

	private final Field[] fields;

	private final boolean allFinal;

	private final boolean serializedOtherwise;

	private ObjectPlan(Class<?> type, List<Field> fields, boolean serializedOtherwise) {
		this.type = type;
		this.fields = fields.toArray(new Field[0]);
		this.allFinal = fields.stream().allMatch((field) -> Modifier.isFinal(field.getModifiers()));
		this.serializedOtherwise = serializedOtherwise;
	}

	static Plan of(Class<?> type) {
		List<Field> fields = new ArrayList<>();
		boolean otherwise = false;
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			boolean platform = Plans.isPlatform(each);
			for (Field field : each.getDeclaredFields()) {
				if (Modifier.isStatic(field.getModifiers())) {
					continue;
				}
				if (platform) {
					if (STARTING_ANEW.contains(each.getName())) {
						continue;
					}
					return new RefusedPlan(
							"is a %s, which extends %s: ".formatted(type.getName(), each.getName()) + Refusals.ADVICE);
				}
				if (field.isSynthetic() && field.getName().startsWith("this$")) {
					return new RefusedPlan("is a %s, an inner class that refers to the object around it: make it static"
						.formatted(type.getName()));
				}
				fields.add(field);
			}
			otherwise |= !platform && (declares(each, "readResolve") || declares(each, "writeReplace"));
		}
		try {
			fields.forEach((field) -> field.setAccessible(true));
		}
		catch (RuntimeException ex) {
			return new RefusedPlan(Plans.closed(type));
		}
		return new ObjectPlan(type, fields, otherwise);
	}

	private static boolean declares(Class<?> type, String method) {
		try {
			type.getDeclaredMethod(method);
			return true;
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

	@Override
	Object copy(Object value, Walk walk) {
		Object known = walk.known(value);
		if (known != null) {
			return known;
		}
		walk.weigh(16 + 8L * this.fields.length);
		Object copy = INSTANCES.newInstance(this.type);
		walk.begin(value, copy);
		boolean mutable = !this.allFinal;
		boolean partsMutable = false;
		try {
			for (Field field : this.fields) {
				if (field.getType().isPrimitive()) {
					field.set(copy, field.get(value));
				}
				else {
					field.set(copy, walk.copy(field.get(value), field.getName(), -1));
					partsMutable |= walk.isMutable();
				}
			}
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
		return finish(value, copy, mutable, partsMutable, walk);
	}

	private Object finish(Object value, Object copy, boolean mutable, boolean partsMutable, Walk walk) {
		Object result = copy;
		if (!mutable && !partsMutable && !changed(value, copy)) {
			walk.immutable();
			result = value;
		}
		else if (this.serializedOtherwise) {
			throw walk.refuse("is a %s, which does not take copies: ".formatted(this.type.getName()) + Refusals.ADVICE);
		}
		else if (mutable) {
			walk.mutable(partsMutable);
		}
		else {
			walk.onlyParts(partsMutable);
		}
		walk.end(value, result);
		return result;
	}

	// Whether it held a view of something that could be changed from elsewhere.
	private boolean changed(Object value, Object copy) {
		try {
			for (Field field : this.fields) {
				if (!field.getType().isPrimitive() && field.get(value) != field.get(copy)) {
					return true;
				}
			}
			return false;
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	Object shallow(Object value) {
		Object copy = INSTANCES.newInstance(this.type);
		try {
			for (Field field : this.fields) {
				@Nullable Object part = field.get(value);
				field.set(copy, part);
			}
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
		return copy;
	}

}
