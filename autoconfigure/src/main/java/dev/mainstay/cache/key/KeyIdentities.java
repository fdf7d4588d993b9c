package dev.mainstay.cache.key;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Tells objects apart that have no content to be told apart by, such as beans. Does not
 * keep them in memory. Thread-safe.
 */
public final class KeyIdentities {

	private final LoadingCache<Object, KeyIdentity> identities = Caffeine.newBuilder()
		.weakKeys()
		.build((object) -> new KeyIdentity());

	/**
	 * Return what stands for an object.
	 * @param object the object
	 * @return always the same for the same object, and another one for any other
	 */
	public KeyIdentity of(Object object) {
		return this.identities.get(object);
	}

	/**
	 * Return what stands for a piece of code, such as a lambda expression: its class and
	 * what it holds. Values that it holds count by their content, everything else is told
	 * apart by identity.
	 * @param code the code
	 * @return a part of a key
	 */
	public Object ofCode(Object code) {
		List<@Nullable Object> parts = new ArrayList<>();
		parts.add(code.getClass());
		for (Class<?> type = code.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					try {
						field.setAccessible(true);
					}
					catch (InaccessibleObjectException | SecurityException ex) {
						return of(code);
					}
					parts.add(part(ReflectionUtils.getField(field, code)));
				}
			}
		}
		return parts;
	}

	private @Nullable Object part(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		if (!Freezers.isValue(value.getClass())) {
			return of(value);
		}
		try {
			return new KeyParts().freeze(value);
		}
		catch (UnfitForKeyException ex) {
			return of(value);
		}
	}

}
