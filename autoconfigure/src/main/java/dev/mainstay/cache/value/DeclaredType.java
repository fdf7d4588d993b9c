package dev.mainstay.cache.value;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Looks through a declared type for what cannot be kept.
 */
final class DeclaredType {

	private final Set<Type> seen = new HashSet<>();

	@Nullable String refusal(Type type) {
		if (!this.seen.add(type)) {
			return null;
		}
		if (type instanceof Class<?> known) {
			return ofClass(known);
		}
		if (type instanceof ParameterizedType generic) {
			String refusal = refusal(generic.getRawType());
			return (refusal != null) ? refusal : first(generic.getActualTypeArguments());
		}
		if (type instanceof GenericArrayType array) {
			return refusal(array.getGenericComponentType());
		}
		if (type instanceof WildcardType wildcard) {
			return first(wildcard.getUpperBounds());
		}
		return (type instanceof TypeVariable<?> variable) ? first(variable.getBounds()) : null;
	}

	private @Nullable String ofClass(Class<?> type) {
		if (type.isArray()) {
			return refusal(type.getComponentType());
		}
		String refusal = Refusals.of(type);
		if (refusal == null && type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				String inner = refusal(component.getGenericType());
				if (inner != null) {
					return "has %s.%s, which %s".formatted(type.getSimpleName(), component.getName(), inner);
				}
			}
		}
		return refusal;
	}

	private @Nullable String first(Type[] types) {
		for (Type type : types) {
			String refusal = refusal(type);
			if (refusal != null) {
				return refusal;
			}
		}
		return null;
	}

}
