package dev.mainstay.cache.key;

import java.util.Arrays;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.store.WeighedKey;

/**
 * What is asked: by whom, with which arguments, and for which tenant. Shares nothing with
 * the arguments that can change. Values of different types differ, such as {@code 1},
 * {@code 1L} and {@code "1"}.
 */
public final class QueryKey implements WeighedKey {

	private static final int BYTES = 96;

	private final String name;

	private final Object place;

	private final @Nullable Object[] context;

	private final @Nullable Object[] parts;

	private final int hash;

	private final long weight;

	private QueryKey(String name, Object place, @Nullable Object[] context, @Nullable Object[] parts, long weight) {
		this.name = name;
		this.place = place;
		this.context = context;
		this.parts = parts;
		this.weight = weight;
		this.hash = (31 * place.hashCode() + Arrays.hashCode(context)) * 31 + Arrays.hashCode(parts);
	}

	/**
	 * Make the key of a question.
	 * @param name what is asked, in a few words for people
	 * @param place what is asked, exactly: a value that is equal for the same method of
	 * the same bean, or the same cache, and for nothing else
	 * @param context what all answers depend on
	 * @param arguments what the answer depends on
	 * @return the key
	 * @throws UnfitForKeyException if an argument cannot be a part of a key
	 */
	public static QueryKey of(String name, Object place, KeyContext context, @Nullable Object... arguments) {
		KeyParts frozen = new KeyParts();
		return new QueryKey(name, place, frozen.freeze(context.values()), frozen.freeze(arguments),
				BYTES + frozen.weight());
	}

	/**
	 * Return why no value of a type can be an argument, as far as the type tells.
	 * @param type the type of a parameter
	 * @return the reason as a sentence without a full stop; {@code null} if values may
	 * be, or it depends on the value
	 */
	public static @Nullable String refusal(Class<?> type) {
		return Freezers.refusal(type);
	}

	/**
	 * Return whether an argument stays what it is whoever holds it, so that it can be
	 * passed again later, by another thread.
	 * @param argument the argument
	 * @return whether it does; {@code false} if that is not known
	 */
	public static boolean isConstant(@Nullable Object argument) {
		return KeyConstants.contain(argument);
	}

	/**
	 * Return whether the question would be the same one if it was asked at a moment.
	 * @param moment what answers depend on then
	 * @return whether all contributors say the same
	 */
	public boolean isAskedAt(KeyMoment moment) {
		return moment.isSame(this.context);
	}

	/**
	 * Return what is asked, in a few words for people.
	 * @return the name of the method or cache
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return what stands for the question in all instances of an application.
	 * @param application what tells the application apart from others
	 * @return the digest; {@code null} if the question has a part that others cannot
	 * know, such as an object that is told apart by its identity
	 */
	public @Nullable String digest(String application) {
		KeyDigest digest = new KeyDigest();
		digest.add(application);
		digest.add(this.name);
		digest.add(this.place);
		digest.addAll(this.context);
		digest.addAll(this.parts);
		return digest.text();
	}

	/**
	 * Return the question as a text, such as {@code DishRepository.findNames(7, EU)}. It
	 * holds the arguments, which may be secrets: not for logs.
	 * @return the name and the arguments
	 */
	public String text() {
		return join(this.name + "(", this.parts, ")");
	}

	static String join(String prefix, @Nullable Object[] parts, String suffix) {
		StringJoiner text = new StringJoiner(", ", prefix, suffix);
		for (Object part : parts) {
			text.add((part instanceof Enum<?> constant) ? constant.name() : String.valueOf(part));
		}
		return text.toString();
	}

	@Override
	public long weight() {
		return this.weight;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof QueryKey key && this.hash == key.hash && this.place.equals(key.place)
				&& Arrays.equals(this.parts, key.parts) && Arrays.equals(this.context, key.context));
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	// Without the arguments.
	@Override
	public String toString() {
		return this.name;
	}

}
