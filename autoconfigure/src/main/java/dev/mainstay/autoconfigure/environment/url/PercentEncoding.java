package dev.mainstay.autoconfigure.environment.url;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

/**
 * The percent-encoding of addresses, in which a plus sign is just a plus sign.
 */
final class PercentEncoding {

	static final String ADVICE = "In user and password, characters that mean something in an address must be "
			+ "encoded: @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25.";

	private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

	private PercentEncoding() {
	}

	static String decode(String encoded) {
		if (BROKEN.matcher(encoded).find()) {
			throw new DatabaseUrlException("has a % that is not followed by two hexadecimal digits",
					"Type %25 for a percent sign. " + ADVICE);
		}
		return StringUtils.uriDecode(encoded, StandardCharsets.UTF_8);
	}

}
