package dev.mainstay.cache.shared;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.StringJoiner;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How the records of one class are taken apart and put together. Thread-safe.
 */
final class RecordShape {

	private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {

		@Override
		protected RecordShape computeValue(Class<?> type) {
			try {
				return new RecordShape(type);
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				throw new UnsharableValueException("record %s cannot be accessed".formatted(type.getName()), ex);
			}
		}

	};

	private final String description;

	private final Method[] accessors;

	private final Constructor<?> constructor;

	private RecordShape(Class<?> type) throws ReflectiveOperationException {
		RecordComponent[] components = type.getRecordComponents();
		StringJoiner names = new StringJoiner(",");
		this.accessors = new Method[components.length];
		for (int i = 0; i < components.length; i++) {
			names.add(components[i].getName() + ":" + components[i].getGenericType().getTypeName());
			this.accessors[i] = components[i].getAccessor();
			this.accessors[i].setAccessible(true);
		}
		this.description = names.toString();
		this.constructor = type
			.getDeclaredConstructor(Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
		this.constructor.setAccessible(true);
	}

	static RecordShape of(Class<?> type) {
		return SHAPES.get(type);
	}

	// The names and types of the components.
	String description() {
		return this.description;
	}

	int size() {
		return this.accessors.length;
	}

	@Nullable Object component(Object value, int index) {
		try {
			return this.accessors[index].invoke(value);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new UnsharableValueException(
					"component %d of record %s cannot be read".formatted(index, value.getClass().getName()), ex);
		}
	}

	Object create(@Nullable Object[] components) {
		try {
			return this.constructor.newInstance(components);
		}
		catch (ReflectiveOperationException | IllegalArgumentException ex) {
			throw new UnsharableValueException(
					"record %s cannot be made".formatted(this.constructor.getDeclaringClass().getName()), ex);
		}
	}

}
