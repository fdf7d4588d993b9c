package dev.mainstay.cache;

import java.util.function.Predicate;

import dev.mainstay.cache.key.QueryKey;

/**
 * The keys whose name or text fits a pattern of {@code *} and {@code ?}.
 */
final class KeyPattern implements Predicate<QueryKey> {

	private final String pattern;

	KeyPattern(String pattern) {
		this.pattern = pattern;
	}

	@Override
	public boolean test(QueryKey key) {
		return fits(key.name()) || fits(key.text());
	}

	// Goes back to the last star only, so that no pattern takes long.
	private boolean fits(String text) {
		int at = 0;
		int star = -1;
		int resumed = 0;
		int i = 0;
		while (i < text.length()) {
			char expected = (at < this.pattern.length()) ? this.pattern.charAt(at) : 0;
			if (at < this.pattern.length() && expected == '*') {
				star = at++;
				resumed = i;
			}
			else if (at < this.pattern.length() && (expected == '?' || expected == text.charAt(i))) {
				at++;
				i++;
			}
			else if (star >= 0) {
				at = star + 1;
				i = ++resumed;
			}
			else {
				return false;
			}
		}
		while (at < this.pattern.length() && this.pattern.charAt(at) == '*') {
			at++;
		}
		return at == this.pattern.length();
	}

}
