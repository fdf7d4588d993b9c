package dev.mainstay.cache.value;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

import org.jspecify.annotations.Nullable;

/**
 * Copies records, by their canonical constructor if some component can change.
 */
final class RecordPlan extends Plan {

	private final Constructor<?> constructor;

	private final Field[] fields;

	// Whether no component can ever be anything that can change.
	private final boolean plain;

	private RecordPlan(Constructor<?> constructor, Field[] fields, boolean plain) {
		this.constructor = constructor;
		this.fields = fields;
		this.plain = plain;
	}

	static Plan of(Class<?> type) {
		try {
			RecordComponent[] components = type.getRecordComponents();
			Class<?>[] parameters = new Class<?>[components.length];
			Field[] fields = new Field[components.length];
			boolean plain = true;
			for (int i = 0; i < components.length; i++) {
				parameters[i] = components[i].getType();
				fields[i] = type.getDeclaredField(components[i].getName());
				fields[i].setAccessible(true);
				plain &= Leaves.isPlain(parameters[i]);
			}
			Constructor<?> constructor = type.getDeclaredConstructor(parameters);
			constructor.setAccessible(true);
			return new RecordPlan(constructor, fields, plain);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return new RefusedPlan(Plans.closed(type));
		}
	}

	@Override
	Object copy(Object value, Walk walk) {
		if (this.plain && !walk.isKeeping()) {
			walk.immutable();
			return value;
		}
		if (!this.plain) {
			Object known = walk.known(value);
			if (known != null) {
				return known;
			}
			walk.begin(value, null);
		}
		walk.weigh(16 + 8L * this.fields.length);
		@Nullable Object[] parts = new Object[this.fields.length];
		boolean mutable = false;
		boolean changed = false;
		for (int i = 0; i < parts.length; i++) {
			Object part = get(this.fields[i], value);
			parts[i] = walk.copy(part, this.fields[i].getName(), -1);
			mutable |= walk.isMutable();
			changed |= parts[i] != part;
		}
		Object copy = changed ? make(parts, value, walk) : value;
		walk.onlyParts(mutable);
		if (!this.plain) {
			walk.end(value, copy);
		}
		return copy;
	}

	private Object make(@Nullable Object[] parts, Object value, Walk walk) {
		if (walk.isIncomplete()) {
			throw walk.refuse(CIRCULAR);
		}
		try {
			return this.constructor.newInstance(parts);
		}
		catch (InvocationTargetException ex) {
			throw walk.refuse("is a %s whose constructor does not take the values of another one: "
				.formatted(value.getClass().getName()) + Refusals.ADVICE, ex.getCause());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable Object get(Field field, Object value) {
		try {
			return field.get(value);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
