package dev.mainstay.cache.key;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A digest of the parts of a key that is the same in all instances of an application, and
 * another one for any other key. Each part goes in with its type and its length. Not
 * thread-safe.
 */
final class KeyDigest {

	// Two of a kind are equal if their texts are.
	private static final Set<Class<?>> TEXTS = Set.of(Boolean.class, Character.class, Byte.class, Short.class,
			Integer.class, Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class, UUID.class,
			Locale.class, Currency.class, URI.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class,
			Duration.class, Instant.class, LocalDate.class, LocalDateTime.class, LocalTime.class, MonthDay.class,
			OffsetDateTime.class, OffsetTime.class, Period.class, Year.class, YearMonth.class, ZonedDateTime.class);

	private final MessageDigest digest;

	private final DataOutputStream out;

	private boolean stable = true;

	KeyDigest() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
		this.out = new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), this.digest));
	}

	void addAll(@Nullable Object[] values) {
		write("[", Integer.toString(values.length));
		for (Object value : values) {
			add(value);
		}
	}

	void add(@Nullable Object value) {
		if (value == null) {
			write("null", "");
		}
		else if (value instanceof String text) {
			write("text", text);
		}
		else if (value instanceof Enum<?> constant) {
			write(constant.getDeclaringClass().getName(), constant.name());
		}
		else if (TEXTS.contains(value.getClass())) {
			write(value.getClass().getName(), value.toString());
		}
		else if (value instanceof ZoneId zone) {
			write("zone", zone.getId());
		}
		else if (value instanceof Charset charset) {
			write("charset", charset.name());
		}
		else if (value instanceof Class<?> type && !type.isHidden()) {
			write("class", type.getName());
		}
		else {
			addParts(value);
		}
	}

	private void addParts(Object value) {
		if (value instanceof KeyPart part) {
			add(part.kind());
			addAll(part.parts());
		}
		else if (value instanceof KeyPlace place) {
			write("place", "");
			addAll(place.names());
		}
		else if (value instanceof List<?> list) {
			write("list", "");
			addAll(list.toArray());
		}
		else if (value instanceof ByteBuffer bytes) {
			write("bytes", Base64.getEncoder().encodeToString(bytes.array()));
		}
		else if (value instanceof KeyIdentity identity && identity.name() != null) {
			write("bean", String.valueOf(identity.name()));
		}
		else {
			this.stable = false;
		}
	}

	// Characters as they are: two texts that are no Unicode must not become the same.
	private void write(String type, String text) {
		try {
			for (String each : List.of(type, text)) {
				this.out.writeInt(each.length());
				this.out.writeChars(each);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the digest.
	 * @return the digest as a text, or {@code null} if a part has no form that is the
	 * same everywhere
	 */
	@Nullable String text() {
		return this.stable ? Base64.getUrlEncoder().withoutPadding().encodeToString(this.digest.digest()) : null;
	}

}
