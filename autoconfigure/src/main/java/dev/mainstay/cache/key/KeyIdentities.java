package dev.mainstay.cache.key;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Tells objects apart that have no content to be told apart by, such as beans. Does not
 * keep them in memory. Thread-safe.
 */
public final class KeyIdentities {

	private final Cache<Object, KeyIdentity> identities = Caffeine.newBuilder().weakKeys().build();

	private final BiFunction<Object, Class<?>, @Nullable String> names;

	/**
	 * Create identities of objects that no other instance knows.
	 */
	public KeyIdentities() {
		this((object, type) -> null);
	}

	/**
	 * Create identities of objects, some of which other instances know by a name.
	 * @param names tells the name of an object, given a type by which it can be found;
	 * {@code null} if there is none, or not yet
	 */
	public KeyIdentities(BiFunction<Object, Class<?>, @Nullable String> names) {
		this.names = names;
	}

	/**
	 * Return what stands for an object.
	 * @param object the object
	 * @return always the same for the same object, and another one for any other
	 */
	public KeyIdentity of(Object object) {
		return of(object, object.getClass());
	}

	/**
	 * Return what stands for an object.
	 * @param object the object
	 * @param type a type by which it can be found
	 * @return always the same for the same object, and another one for any other
	 */
	public KeyIdentity of(Object object, Class<?> type) {
		KeyIdentity known = this.identities.getIfPresent(object);
		return (known != null) ? known : this.identities.get(object, (same) -> new KeyIdentity(same, type, this.names));
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
